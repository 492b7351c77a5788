import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  type DefinitivePolicyDecision,
} from '@backstage/plugin-permission-common';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import scaffolderModuleSlipway from '.';

jest.setTimeout(60_000);

describe('the module in a real scaffolder', () => {
  let baseUrl: string;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    // The caller may use the scaffolder, but nothing of Slipway.
    const decide = ({
      permission,
    }: {
      permission: { name: string };
    }): DefinitivePolicyDecision => ({
      result: permission.name.startsWith('slipway.')
        ? AuthorizeResult.DENY
        : AuthorizeResult.ALLOW,
    });
    const backend = await startTestBackend({
      features: [
        scaffolderPlugin,
        scaffolderModuleSlipway,
        catalogServiceMock.factory(),
        mockServices.permissions.mock({
          authorize: async requests => requests.map(decide),
          authorizeConditional: async requests => requests.map(decide),
        }).factory,
        mockServices.rootConfig.factory({
          data: {
            backend: {
              database: { client: 'better-sqlite3', connection: ':memory:' },
            },
            slipway: {
              terraform: { roots: '../../terraform' },
              environments: {
                // Nothing listens there: an action that got past its gate would fail differently.
                dev: {
                  accountId: '123456789012',
                  region: 'eu-central-1',
                  endpoint: 'http://127.0.0.1:9',
                },
              },
            },
          },
        }),
      ],
    });
    stop = () => backend.stop();
    baseUrl = `http://127.0.0.1:${backend.server.port()}/api/scaffolder/v2`;
  });

  afterAll(() => stop());

  it('offers its actions with their schemas and examples', async () => {
    const response = await fetch(`${baseUrl}/actions`);
    const actions: { id: string; schema?: object; examples?: unknown[] }[] =
      await response.json();
    const ours = actions.filter(({ id }) => id.startsWith('slipway:'));
    expect(ours.map(({ id }) => id).sort()).toEqual([
      'slipway:deployment:continue',
      'slipway:drift:adopt',
      'slipway:environment:bootstrap',
      'slipway:image:release',
      'slipway:repository:publish',
      'slipway:stack:apply',
      'slipway:stack:destroy',
      'slipway:stack:fetch',
      'slipway:stack:plan',
      'slipway:state:restore',
      'slipway:state:unlock',
    ]);
    for (const { examples, schema } of ours) {
      expect(schema).toMatchObject({ input: { type: 'object' } });
      expect(examples).not.toHaveLength(0);
    }
  });

  it('does nothing for a caller who may use the scaffolder but not Slipway', async () => {
    const response = await fetch(`${baseUrl}/dry-run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        template: {
          apiVersion: 'scaffolder.backstage.io/v1beta3',
          kind: 'Template',
          metadata: { name: 'bootstrap' },
          spec: {
            type: 'environment',
            steps: [
              {
                id: 'bootstrap',
                action: 'slipway:environment:bootstrap',
                input: { environment: 'dev' },
              },
            ],
          },
        },
        values: {},
        directoryContents: [],
      }),
    });
    expect(response.status).toBe(403);
    await expect(response.json()).resolves.toMatchObject({
      error: {
        name: 'NotAllowedError',
        message: expect.stringContaining('slipway.environment.bootstrap'),
      },
    });
  });
});
