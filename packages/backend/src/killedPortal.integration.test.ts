import {
  databases,
  eventually,
  KillablePortal,
} from './__testUtils__/KillablePortal';
import { programsOf, terraformOf } from './__testUtils__/programs';

jest.setTimeout(240_000);

const RESTORE = 'slipway-restore-state';

describe.each(databases())(
  'a portal on %s that is killed during a drift check and a restore',
  database => {
    let portal: KillablePortal;

    beforeAll(async () => {
      portal = await KillablePortal.create(database);
    });

    afterAll(() => portal?.stop());

    it('leaves a state and a database that the next start continues from, and says so', async () => {
      const { stack } = portal;
      const [latest, applied] = await stack.versions();
      const serial = await stack.serial();
      // Terraform waits in the middle of each plan.
      await portal.stall('DescribeLogGroups');
      await portal.start(RESTORE);
      const { pid } = portal;
      const plans = () => terraformOf(pid, 'plan');
      await portal.checkDrift();
      await eventually(plans, ({ length }) => length === 1);
      const task = await portal.create(RESTORE, {
        kind: 'service',
        version: applied,
        preview: false,
      });
      // The check, and the plan that verifies what was restored.
      await eventually(plans, ({ length }) => length === 2);

      await portal.kill();
      expect(plans()).toHaveLength(2);
      // The state is the restored one, whole, as a version on top of the others, and its lock says what was going on.
      expect(await stack.serial()).toBe(serial - 1);
      expect((await stack.versions()).slice(1)).toEqual([latest, applied]);
      expect(await stack.lock()).toMatchObject({
        operation: 'SlipwayRestore',
        who: 'user:default/guest',
        info: expect.stringContaining(`restores the version ${applied}`),
      });

      await portal.start(RESTORE);
      expect(portal.log).toMatch(
        /An earlier process was killed while Terraform ran\. What it left running is interrupted.*: process \d+, process \d+/,
      );
      await eventually(
        () => portal.log,
        text => text.includes('What an earlier process left behind has ended'),
      );
      expect(programsOf(pid)).toEqual([]);
      const versions = await stack.versions();
      await portal.endStalls();

      // What people see of the check until it is made again.
      const interrupted = await eventually(
        () => portal.facet('drift'),
        ({ problem }) => /interrupted/.test(problem?.message),
      );
      expect(interrupted).toMatchObject({
        verdict: 'unknown',
        problem: {
          code: 'check-pending',
          message:
            'The last full drift check was interrupted: the portal’s process ended while it ran',
        },
        data: { checking: true },
      });

      // The scaffolder takes the task up again, and the same restore takes its lock over.
      const { status, events, log } = await portal.endOf(task);
      expect(events).toContain('recovered');
      expect(log).toContain('It lies there already: nothing is copied');
      expect(log).toContain('A plan reads it');
      expect(status).toBe('completed');
      expect(await stack.lock()).toBeUndefined();
      expect(await stack.versions()).toEqual(versions);

      // The check is made again, and the log says why.
      const drift = await eventually(
        () => portal.facet('drift'),
        ({ data }) => data?.lastCheck && !data.checking,
      );
      expect(drift).toMatchObject({
        data: { lastCheck: { complete: true, findings: [] } },
      });
      expect(portal.log).toContain(
        'The drift check of orders in local was interrupted: the process that ran it ended. It is made again',
      );
    });
  },
);
