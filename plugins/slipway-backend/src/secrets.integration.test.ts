import { ConfigReader } from '@backstage/config';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { LocalAws } from '@slipway/local-aws';
import {
  driftResultSchema,
  facetNameSchema,
} from '@slipway/plugin-slipway-common';
import { type Knex } from 'knex';
import request from 'supertest';
import { type z } from 'zod';
import slipwayPlugin from '.';
import {
  matrix,
  PrometheusServer,
  sendJson,
  vector,
} from './__testUtils__/PrometheusServer';
import { Recorder } from './__testUtils__/Recorder';
import { routesOfPlugin } from './__testUtils__/routesOfPlugin';
import { ERRING_ROOT, SECRET_ROOT } from './__testUtils__/secretRoot';
import { SecretStack } from './__testUtils__/SecretStack';

jest.setTimeout(300_000);

const ENTITY = '/entities/default/component/orders';
const ENVIRONMENT = `${ENTITY}/environments/local`;
const ACTIONS = '/api/slipway/.backstage/actions/v1/actions';

const AT = '/entities/:namespace/:kind/:name/environments/:environment';

type Answered = { status: number; text: string };
type DriftResult = z.infer<typeof driftResultSchema>;

const dataOf = (result: DriftResult) =>
  'data' in result ? result.data : undefined;

describe('secrets in state, plan and tasks', () => {
  const aws = LocalAws.create({ port: 0, enforceAccess: false });
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const recorder = new Recorder();
  const responses: string[] = [];
  let prometheus: PrometheusServer;
  let server: Awaited<ReturnType<typeof startTestBackend>>['server'];
  let knex: Knex;
  let stack: SecretStack;

  const get = (path: string) =>
    keep(request(server).get(`/api/slipway${path}`));

  async function keep(sent: PromiseLike<Answered>): Promise<Answered> {
    const { status, text } = await sent;
    responses.push(text);
    return { status, text };
  }

  async function ok(path: string): Promise<string> {
    const answer = await get(path);
    expect({ path, ...answer }).toEqual({
      path,
      status: 200,
      text: expect.any(String),
    });
    return answer.text;
  }

  async function drift(isThere: (drift: DriftResult) => boolean) {
    const end = Date.now() + 120_000;
    for (;;) {
      const text = await ok(`${ENVIRONMENT}/facets/drift`);
      const seen = driftResultSchema.parse(JSON.parse(text));
      if (isThere(seen) || Date.now() > end) {
        return seen;
      }
      await new Promise(resolve => setTimeout(resolve, 500));
    }
  }

  async function startCheck(): Promise<void> {
    const sent = request(server).post(
      `/api/slipway${ENVIRONMENT}/drift-checks`,
    );
    expect((await keep(sent)).status).toBe(202);
  }

  /** A visit of every route; each asserts that its answer is one that secrets could be in. */
  const visits: Record<string, () => Promise<void>> = {
    'GET /environments': async () => {
      expect(await ok('/environments')).toContain('eu-central-1');
    },
    'GET /entities/:namespace/:kind/:name': async () => {
      expect(await ok(ENTITY)).toContain('local');
    },
    'GET /entities/:namespace/:kind/:name/overview': async () => {
      expect(await ok(`${ENTITY}/overview`)).toContain('slipway-orders');
    },
    [`GET ${AT}/facets/:facet`]: async () => {
      for (const facet of facetNameSchema.options) {
        expect(await ok(`${ENVIRONMENT}/facets/${facet}`)).toContain('data');
      }
    },
    [`GET ${AT}/metrics`]: async () => {
      expect(await ok(`${ENVIRONMENT}/metrics?range=1h`)).toContain('charts');
    },
    [`GET ${AT}/state/versions`]: async () => {
      const text = await ok(`${ENVIRONMENT}/state/versions`);
      expect(text).toContain('user:default/ada');
    },
    [`GET ${AT}/state/difference`]: async () => {
      const list = JSON.parse(await ok(`${ENVIRONMENT}/state/versions`));
      const [to, from] = list.data.versions;
      const query = new URLSearchParams({ from: from.id, to: to.id });
      const text = await ok(`${ENVIRONMENT}/state/difference?${query}`);
      expect(text).toContain('container_definitions');
      expect(text).toContain('"name":"password"');
    },
    [`GET ${AT}/deployments/details`]: async () => {
      const text = await ok(`${ENVIRONMENT}/deployments/details`);
      expect(text).toContain('CannotPullContainerError');
    },
    [`GET ${AT}/scans/details`]: async () => {
      expect(await ok(`${ENVIRONMENT}/scans/details`)).toContain('images');
    },
    [`GET ${AT}/scans/findings`]: async () => {
      const digest = `sha256:${'0'.repeat(64)}`;
      const path = `${ENVIRONMENT}/scans/findings?digest=${digest}`;
      expect(await get(path)).toMatchObject({ status: 404 });
    },
    [`POST ${AT}/drift-checks`]: startCheck,
  };

  beforeAll(async () => {
    await aws.start();
    prometheus = await PrometheusServer.start();
    answerWithSecrets(prometheus);
    const slipway = {
      environments: {
        local: {
          accountId: '123456789012',
          region: 'eu-central-1',
          endpoint: aws.url,
          operator: {
            accessKeyId: 'AKIALOCALOPERATOR000',
            secretAccessKey: 'local-operator-secret-canary',
          },
          prometheus: { url: prometheus.url, bearerToken: 'canary-bearer' },
        },
      },
    };
    stack = SecretStack.create(new ConfigReader({ slipway }));
    await stack.apply(SECRET_ROOT);
    await stack.addVersions();
    await stack.changeByHand(aws.url);
    knex = await databases.init('SQLITE_3');
    ({ server } = await startTestBackend({
      features: [
        slipwayPlugin,
        catalogServiceMock.factory({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: {
                name: 'orders',
                namespace: 'default',
                annotations: { 'slipway.dev/stack': 'orders' },
              },
              relations: [
                { type: 'ownedBy', targetRef: 'group:default/orders-team' },
              ],
            },
          ],
        }),
        mockServices.rootConfig.factory({ data: { slipway } }),
        ...recorder.features(knex),
      ],
    }));
  });

  afterAll(async () => {
    await aws.stop();
    await prometheus?.stop();
    await stack?.dispose();
  });

  async function expectNoSecret(): Promise<void> {
    const tables = await knex('sqlite_master').where({ type: 'table' });
    const rows = await Promise.all(tables.map(({ name }) => knex(name)));
    const { log, events, notifications } = recorder;
    const places = { responses, log, events, notifications, rows };
    for (const [place, content] of Object.entries(places)) {
      expect(content).not.toHaveLength(0);
      expect({
        [place]: JSON.stringify(content).match(/.{0,60}canary.{0,20}/),
      }).toEqual({ [place]: null });
    }
  }

  it('are seen by a check, which tells of them masked', async () => {
    await startCheck();
    const seen = await drift(
      answer => answer.verdict === 'attention' && !!dataOf(answer)?.lastCheck,
    );
    expect(seen).toMatchObject({
      verdict: 'attention',
      data: {
        lastCheck: {
          complete: true,
          failedChecks: ['check.token'],
          findings: expect.arrayContaining([
            expect.objectContaining({
              address: 'aws_ssm_parameter.main',
              attribute: 'value',
              masked: true,
            }),
            expect.objectContaining({
              address: 'aws_cloudwatch_log_group.main',
              attribute: 'tags.token',
              masked: true,
            }),
            expect.objectContaining({
              address: 'aws_cloudwatch_log_group.main',
              attribute: 'retention_in_days',
              declared: '7',
              actual: '30',
            }),
          ]),
        },
      },
    });
    expect(recorder.notifications).toHaveLength(1);
  });

  it('appear in no response of any route, nor in a log line, event, row or notification', async () => {
    expect(Object.keys(visits).sort()).toEqual(routesOfPlugin().sort());
    for (const visit of Object.values(visits)) {
      await visit();
    }
    await expectNoSecret();
  });

  it('appear in no answer of an action', async () => {
    const { body } = await request(server).get(ACTIONS);
    expect(body.actions).not.toHaveLength(0);
    for (const { id } of body.actions) {
      const answer = await keep(
        request(server)
          .post(`${ACTIONS}/${id}/invoke`)
          .send({ entityRef: 'component:default/orders' }),
      );
      expect(answer).toMatchObject({ status: 200 });
    }
    await expectNoSecret();
  });

  it('appear nowhere when a plan fails for a reason that names one', async () => {
    await stack.declare(ERRING_ROOT);
    const before = await drift(seen => dataOf(seen)?.checking === false);
    await startCheck();
    const seen = await drift(
      answer =>
        dataOf(answer)?.checking === false &&
        (answer.problem !== undefined ||
          dataOf(answer)?.lastCheck?.checkedAt !==
            dataOf(before)?.lastCheck?.checkedAt),
    );
    expect(seen).toMatchObject({
      problem: { code: 'terraform-failed' },
      data: { checking: false },
    });
    expect(recorder.log.join()).toContain('aws_ssm_parameter.erring');
    await ok(`${ENTITY}/overview`);
    await expectNoSecret();
  });
});

/** A Prometheus whose labels, targets and rules hold secrets too. */
function answerWithSecrets({ answers }: PrometheusServer): void {
  const labels = { instance: 'canary-instance', ecs_service: 'slipway-orders' };
  answers['/api/v1/query'] = response => sendJson(response, vector('1'));
  answers['/api/v1/query_range'] = response =>
    sendJson(response, matrix({ metric: labels, values: [[1, '1']] }));
  answers['/api/v1/targets'] = response =>
    sendJson(response, {
      status: 'success',
      data: {
        activeTargets: [
          {
            discoveredLabels: { __meta: 'canary-discovered' },
            labels,
            scrapeUrl: 'http://user:canary-url@10.0.0.1:8080/metrics',
            lastError: 'dial tcp 10.0.0.1:8080: connect: connection refused',
            health: 'down',
          },
        ],
      },
    });
  answers['/api/v1/rules'] = response =>
    sendJson(response, { status: 'success', data: { groups: [] } });
}
