import { eventually, KillablePortal } from './__testUtils__/KillablePortal';
import { programsOf, terraformOf } from './__testUtils__/programs';
import { ROOT } from './__testUtils__/RestorableStack';

jest.setTimeout(300_000);

const RECONCILE = 'slipway-reconcile-service';
const UNLOCK = 'slipway-unlock-state';

// A parameter follows its log group.
const parameter = (name: string) => `
resource "aws_cloudwatch_log_group" "${name}" {
  name = "/slipway/orders/${name}"
}
resource "aws_ssm_parameter" "${name}" {
  name  = aws_cloudwatch_log_group.${name}.name
  type  = "String"
  value = "made"
}
`;

describe('a portal that is killed during an apply', () => {
  let portal: KillablePortal;

  beforeAll(async () => {
    portal = await KillablePortal.create('SQLite');
    await portal.start(RECONCILE);
  });

  afterAll(() => portal?.stop());

  /** Starts an apply, and kills the portal when Terraform has made one resource and waits for the next. */
  async function killInApply(...names: string[]) {
    const name = names.at(-1);
    await portal.stack.declare([ROOT, ...names.map(parameter)].join(''));
    await portal.stall('PutParameter');
    const task = await portal.create(RECONCILE, { planOnly: false });
    await eventually(
      () => portal.logOf(task),
      log => log.includes(`aws_ssm_parameter.${name}: creating…`),
    );
    const { pid } = portal;
    await portal.kill();
    return { task, pid };
  }

  it('lets Terraform save what it made and free the lock, and takes the apply up again', async () => {
    const { task, pid } = await killInApply('first');
    expect(terraformOf(pid, 'apply')).toHaveLength(1);
    expect(await portal.stack.lock()).toMatchObject({
      operation: 'OperationTypeApply',
    });

    await portal.start(RECONCILE);
    expect(portal.log).toMatch(
      /What it left running is interrupted, so that it saves the state and frees the lock/,
    );
    await eventually(
      () => programsOf(pid),
      ({ length }) => length === 0,
    );
    expect(await portal.stack.lock()).toBeUndefined();
    expect(await portal.stack.addresses()).toContain(
      'aws_cloudwatch_log_group.first',
    );
    await portal.endStalls();

    const { status, events, log } = await portal.endOf(task);
    expect({ status, log }).toMatchObject({ status: 'completed' });
    expect(events).toContain('recovered');
    expect(await portal.stack.addresses()).toContain('aws_ssm_parameter.first');
  });

  it('explains the lock where Terraform died with it, and completes once that is freed', async () => {
    const { task, pid } = await killInApply('first', 'second');
    for (const program of programsOf(pid)) {
      process.kill(program.pid, 'SIGKILL');
    }
    const died = new Date().toISOString();
    await portal.endStalls();

    await portal.start(UNLOCK);
    // How the task ended, and why.
    const { status, events, log } = await portal.endOf(task);
    expect({ status, log }).toMatchObject({ status: 'failed' });
    expect(events).toContain('recovered');
    expect(log).toMatch(
      /the state is locked by \S+@\S+ since \S+ \(OperationTypeApply, lock \S+\).*free the lock with the template "Unlock a state"/,
    );
    // Who holds the lock, and since when.
    const { data } = await portal.facet('state');
    expect(data).toMatchObject({
      soundness: 'sound',
      lock: {
        operation: 'OperationTypeApply',
        who: expect.stringMatching(/^\S+@\S+$/),
        corrupt: false,
        stale: false,
      },
    });
    expect(data.lock.since < died).toBe(true);
    expect(log).toContain(data.lock.id);

    const unlock = await portal.create(UNLOCK, {
      kind: 'service',
      lockId: data.lock.id,
      ended: true,
    });
    expect(await portal.endOf(unlock)).toMatchObject({ status: 'completed' });

    // Terraform had no time to save what it made: the next run says what to do about that.
    const again = await portal.create(RECONCILE, { planOnly: false });
    const failed = await portal.endOf(again);
    expect(failed).toMatchObject({
      status: 'failed',
      log: expect.stringMatching(
        /aws_cloudwatch_log_group\.second: .*AlreadyExists.*It exists though the state does not know it/,
      ),
    });
    await portal.callAws('logs', 'Logs_20140328.DeleteLogGroup', {
      logGroupName: '/slipway/orders/second',
    });
    const last = await portal.create(RECONCILE, { planOnly: false });
    expect(await portal.endOf(last)).toMatchObject({ status: 'completed' });
    expect(await portal.stack.lock()).toBeUndefined();
    expect(await portal.stack.addresses()).toEqual(
      expect.arrayContaining([
        'aws_cloudwatch_log_group.second',
        'aws_ssm_parameter.second',
      ]),
    );
  });
});
