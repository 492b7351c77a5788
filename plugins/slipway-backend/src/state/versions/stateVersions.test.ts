import {
  mockServices,
  registerMswTestHooks,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  stateDifferenceResultSchema,
  stateVersionsResultSchema,
} from '@slipway/plugin-slipway-common';
import { http, passthrough } from 'msw';
import { setupServer } from 'msw/node';
import request from 'supertest';
import slipwayPlugin from '../..';
import { memoryDatabase } from '../../__testUtils__/memoryDatabase';
import { FakeAws } from '../../__testUtils__/fakeAws';
import { IMAGE, ordersState } from '../../__testUtils__/ordersState';

const ENDPOINT = 'http://aws.example';
const STATE = 'services/orders/terraform.tfstate';

const server = setupServer(
  http.all(/^http:\/\/(127\.0\.0\.1|localhost)[:/]/, () => passthrough()),
);
registerMswTestHooks(server);

const text = (options: Parameters<typeof ordersState>[0]) =>
  JSON.stringify(ordersState({ image: IMAGE, ...options }));

async function start(options: { denied?: string } = {}) {
  const aws = new FakeAws();
  server.use(...aws.handlers(ENDPOINT));
  const auditor = mockServices.auditor.mock({
    createEvent: jest.fn(async () => ({
      success: async () => undefined,
      fail: async () => undefined,
    })),
  });
  const backend = await startTestBackend({
    features: [
      slipwayPlugin,
      memoryDatabase(),
      catalogServiceMock.factory({
        entities: ['orders', 'thief'].map(name => ({
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: {
            name,
            namespace: 'default',
            annotations: { 'slipway.dev/stack': 'orders' },
          },
        })),
      }),
      mockServices.rootConfig.factory({
        data: {
          slipway: {
            environments: {
              local: {
                accountId: '123456789012',
                region: 'eu-central-1',
                endpoint: ENDPOINT,
                operator: {
                  accessKeyId: 'AKIAFAKE',
                  secretAccessKey: 'canary-key',
                },
              },
            },
          },
        },
      }),
      auditor.factory,
      mockServices.permissions.mock({
        authorize: async requests =>
          requests.map(({ permission }) => ({
            result:
              permission.name === options.denied
                ? AuthorizeResult.DENY
                : AuthorizeResult.ALLOW,
          })),
      }).factory,
    ],
  });
  const get = (path: string, entity = 'orders') =>
    request(backend.server).get(
      `/api/slipway/entities/default/component/${entity}/environments/local/state/${path}`,
    );
  const versions = async (path = 'versions') => {
    const { body } = await get(path).expect(200);
    const result = stateVersionsResultSchema.parse(body);
    if (!('data' in result)) {
      throw new Error(result.problem.message);
    }
    return result.data;
  };
  return { aws, auditor, get, versions };
}

/** Three versions of a state: lost, sound, and sound before. */
function threeVersions(aws: FakeAws) {
  aws.objects[STATE] = '';
  aws.versions[STATE] = [
    { id: 'v3', at: '2026-11-22T12:00:00Z', body: '' },
    {
      id: 'v2',
      at: '2026-11-22T11:00:00Z',
      body: text({ serial: 8, desiredCount: 5 }),
    },
    { id: 'v1', at: '2026-11-22T10:00:00Z', body: text({ serial: 7 }) },
  ];
  aws.versions[`${STATE}.tflock`] = [
    { id: 'l2', at: '2026-11-22T11:01:00Z' },
    {
      id: 'l1',
      at: '2026-11-22T10:59:00Z',
      body: JSON.stringify({
        ID: 'e1',
        Operation: 'OperationTypeApply',
        Who: 'ada@laptop',
      }),
    },
  ];
  aws.versions['services/orders/stack.tar.gz'] = [
    {
      id: 'b1',
      at: '2026-11-22T09:00:00Z',
      body: 'bundle',
      metadata: { 'x-amz-meta-author': 'user%3Adefault%2Fada' },
    },
  ];
}

describe('the versions of a state', () => {
  it('are listed with what each says, and who wrote and declared it', async () => {
    const { aws, auditor, versions } = await start();
    threeVersions(aws);
    expect(await versions()).toEqual({
      total: 3,
      complete: true,
      versions: [
        {
          id: 'v3',
          current: true,
          lastModified: '2026-11-22T12:00:00.000Z',
          size: 0,
          soundness: 'empty',
        },
        expect.objectContaining({
          id: 'v2',
          current: false,
          soundness: 'sound',
          serial: 8,
          resourceCount: 2,
          terraformVersion: '1.11.4',
          writtenBy: 'ada@laptop',
          operation: 'OperationTypeApply',
          declaredBy: 'user:default/ada',
        }),
        expect.objectContaining({ id: 'v1', serial: 7 }),
      ],
    });
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'state-versions-read',
        meta: expect.objectContaining({ stack: 'orders' }),
      }),
    );
  });

  it('are read once, for they never change', async () => {
    const { aws, versions } = await start();
    threeVersions(aws);
    await versions();
    aws.calls.length = 0;
    await versions();
    expect(aws.calls).toEqual(['ListObjectVersions']);
  });

  it('come page by page to the end', async () => {
    const { aws, versions } = await start();
    aws.objects[STATE] = text({ serial: 45 });
    aws.versions[STATE] = Array.from({ length: 45 }, (_, index) => ({
      id: `v${45 - index}`,
      at: new Date(Date.UTC(2026, 10, 22) - index * 60_000).toISOString(),
      body: text({ serial: 45 - index }),
    }));
    const serials: (number | undefined)[] = [];
    let path: string | undefined = 'versions';
    while (path) {
      const page = await versions(path);
      expect(page.total).toBe(45);
      serials.push(...page.versions.map(({ serial }) => serial));
      path = page.next && `versions?start=${page.next}`;
    }
    expect(serials).toEqual(Array.from({ length: 45 }, (_, i) => 45 - i));
  });

  it('tell nothing of a version that names another entity', async () => {
    const { aws, get, versions } = await start();
    threeVersions(aws);
    aws.objects[STATE] = text({ serial: 9 });
    aws.versions[STATE]?.unshift({
      id: 'v4',
      at: '2026-11-22T13:00:00Z',
      body: text({ serial: 9 }),
    });
    Object.assign(aws.versions[STATE]?.[3] ?? {}, {
      body: text({ serial: 7, entityRef: 'component:default/billing' }),
    });
    const list = await versions();
    expect(list.versions[3]).toEqual({
      id: 'v1',
      current: false,
      lastModified: '2026-11-22T10:00:00.000Z',
      size: expect.any(Number),
      soundness: 'sound',
    });
    const { body } = await get('difference?from=v4&to=v1').expect(200);
    expect(body).toEqual({
      problem: expect.objectContaining({ code: 'not-bound' }),
    });
  });

  it('differ by address and attribute, and tell no secret', async () => {
    const { aws, get } = await start();
    threeVersions(aws);
    const { body, text: answer } = await get('difference?from=v1&to=v2');
    const result = stateDifferenceResultSchema.parse(body);
    expect(result).toMatchObject({
      data: {
        from: { id: 'v1', serial: 7 },
        to: { id: 'v2', serial: 8 },
        total: 1,
        resources: [{ address: 'aws_ecs_service.main[0]', change: 'changed' }],
      },
    });
    expect(answer).not.toContain('canary');
    const lost = await get('difference?from=v3&to=v2');
    expect(lost.body.data).toMatchObject({
      from: { soundness: 'empty' },
      total: 2,
    });
    expect(lost.text).not.toContain('canary');
  });

  it.each([
    ['versions?start=v9', 404, 'no such version'],
    ['versions?start=..%2F..%2Fplatform%3Fx', 400, 'The request is wrong'],
    ['difference?from=v1&to=v9', 404, 'no such version'],
    ['difference?from=l1&to=v1', 404, 'no such version'],
    ['difference?from=v1', 400, 'The request is wrong at to'],
  ])('answers %s with %i', async (path, status, message) => {
    const { aws, get } = await start();
    threeVersions(aws);
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(response.body.error.message).toContain(message);
  });

  it('are kept from an entity that the stack does not name', async () => {
    const { aws, get } = await start();
    threeVersions(aws);
    for (const path of ['versions', 'difference?from=v1&to=v2']) {
      const { body } = await get(path, 'thief').expect(200);
      expect(body).toEqual({
        problem: expect.objectContaining({ code: 'not-bound' }),
      });
    }
  });

  it('are kept from who may not read states', async () => {
    const { aws, get } = await start({ denied: 'slipway.state.read' });
    threeVersions(aws);
    await get('versions').expect(403);
    await get('difference?from=v1&to=v2').expect(403);
    expect(aws.calls).toEqual([]);
  });
});
