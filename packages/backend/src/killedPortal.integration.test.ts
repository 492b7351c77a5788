import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalAws } from '@slipway/local-aws';
import { PortalProcess } from './__testUtils__/PortalProcess';
import { RestorableStack } from './__testUtils__/RestorableStack';

jest.setTimeout(240_000);

const ENVIRONMENT =
  '/api/slipway/entities/default/component/orders/environments/local';

const CATALOG_FILE = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: orders
  annotations:
    slipway.dev/stack: orders
spec:
  type: service
  lifecycle: production
  owner: group:default/orders-team
`;

// As in production a database that outlives the process; a killed task is found within seconds, not half a minute.
const CONFIG = (folder: string) => `
backend:
  database:
    client: better-sqlite3
    connection:
      directory: ${join(folder, 'database')}
scaffolder:
  taskRecovery:
    staleTimeout: { seconds: 5 }
`;

/** The commands that run in folders of a process that is named. */
function programsOf(pid: number): string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        return readlinkSync(`/proc/${name}/cwd`).includes(`-${pid}-`)
          ? [readFileSync(`/proc/${name}/cmdline`, 'utf8')]
          : [];
      } catch {
        return [];
      }
    });
}

const plansOf = (pid: number) =>
  programsOf(pid).filter(command => command.includes('\0plan\0'));

async function eventually<T>(
  read: () => Promise<T> | T,
  isThere: (value: T) => boolean,
): Promise<T> {
  const end = Date.now() + 90_000;
  for (;;) {
    const value = await read();
    if (isThere(value) || Date.now() > end) {
      return value;
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

describe('a portal that is killed during a drift check and a restore', () => {
  const aws = LocalAws.create({ port: 0, enforceAccess: false });
  let folder: string;
  let stack: RestorableStack;
  let portal: PortalProcess | undefined;

  const start = async () =>
    PortalProcess.start({
      port: await freePort(),
      configs: [join(folder, 'app-config.yaml')],
      environment: {
        SLIPWAY_AWS_ENDPOINT: aws.url,
        SLIPWAY_LOCAL_FOLDER: folder,
      },
    });

  const setFault = (method: 'POST' | 'DELETE') =>
    fetch(`${aws.url}/_local/faults`, {
      method,
      ...(method === 'POST'
        ? {
            body: JSON.stringify({
              action: 'DescribeLogGroups',
              kind: 'latency',
              ms: 120_000,
            }),
          }
        : {}),
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-test-'));
    const repository = join(folder, 'repositories', 'orders');
    await mkdir(repository, { recursive: true });
    await mkdir(join(folder, 'work'));
    await writeFile(join(repository, 'catalog-info.yaml'), CATALOG_FILE);
    await writeFile(join(folder, 'app-config.yaml'), CONFIG(folder));
    await aws.start();
    stack = await RestorableStack.create(aws.url);
  });

  afterAll(async () => {
    await portal?.end('SIGKILL');
    await aws.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('leaves a state and a database that the next start continues from, and says so', async () => {
    const [latest, applied] = await stack.versions();
    const serial = await stack.serial();
    // Terraform waits in the middle of each plan.
    await setFault('POST');
    portal = await start();
    const { pid } = portal;
    const { post } = bound(portal);
    await eventually(
      () => bound(portal).get('/api/catalog/entities'),
      entities =>
        ['component', 'template'].every(kind =>
          entities.some(
            (entity: any) =>
              entity.kind.toLowerCase() === kind &&
              ['orders', 'slipway-restore-state'].includes(
                entity.metadata.name,
              ),
          ),
        ),
    );
    await post(`${ENVIRONMENT}/drift-checks`);
    await eventually(
      () => plansOf(pid),
      plans => plans.length === 1,
    );
    const task = await post('/api/scaffolder/v2/tasks', {
      templateRef: 'template:default/slipway-restore-state',
      values: {
        environment: 'local',
        kind: 'service',
        stack: 'orders',
        version: applied,
        preview: false,
      },
    });
    // The check, and the plan that verifies what was restored.
    await eventually(
      () => plansOf(pid),
      plans => plans.length === 2,
    );

    await portal.end('SIGKILL');
    expect(plansOf(pid)).toHaveLength(2);
    // The state is the restored one, whole, as a version on top of the others, and its lock says what was going on.
    expect(await stack.serial()).toBe(serial - 1);
    expect((await stack.versions()).slice(1)).toEqual([latest, applied]);
    expect(await stack.lock()).toMatchObject({
      operation: 'SlipwayRestore',
      who: 'user:default/guest',
      info: expect.stringContaining(`restores the version ${applied}`),
    });

    portal = await start();
    expect(portal.log).toMatch(
      /An earlier process was killed while Terraform ran: [2-9] programs that it left running were ended/,
    );
    expect(programsOf(pid)).toEqual([]);
    const versions = await stack.versions();
    await setFault('DELETE');

    // The scaffolder takes the task up again, and the same restore takes its lock over.
    const events = await eventually(
      () => bound(portal).get(`/api/scaffolder/v2/tasks/${task.id}/events`),
      list => list.some(({ type }: any) => type === 'completion'),
    );
    const log = events.map(({ body }: any) => body.message).join('\n');
    expect(events.map(({ type }: any) => type)).toContain('recovered');
    expect(log).toContain('It lies there already: nothing is copied');
    expect(log).toContain('A plan reads it');
    expect(
      await bound(portal).get(`/api/scaffolder/v2/tasks/${task.id}`),
    ).toMatchObject({ status: 'completed' });
    expect(await stack.lock()).toBeUndefined();
    expect(await stack.versions()).toEqual(versions);

    // The check is made again, and the log says why.
    const drift = await eventually(
      () => bound(portal).get(`${ENVIRONMENT}/facets/drift`),
      ({ data }) => data?.lastCheck && !data.checking,
    );
    expect(drift).toMatchObject({
      data: { lastCheck: { complete: true, findings: [] } },
    });
    expect(portal.log).toContain(
      'The drift check of orders in local was interrupted: the process that ran it ended. It is made again',
    );
  });
});

function bound(portal: PortalProcess | undefined) {
  if (!portal) {
    throw new Error('The portal does not run');
  }
  return {
    get: (path: string) => portal.get(path),
    post: (path: string, body?: object) => portal.post(path, body),
  };
}
