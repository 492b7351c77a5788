import { registerMswTestHooks } from '@backstage/backend-test-utils';
import { type JsonObject, type JsonValue } from '@backstage/types';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { actionServices, runAction } from '../__testUtils__/actionHarness';
import { ORDERS_STATE, ordersState } from '../__testUtils__/localState';
import { createDeploymentContinueAction } from '.';

const ENDPOINT = 'http://aws.example';
const REGISTRY = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const DIGEST = `sha256:${'ab'.repeat(32)}`;
const worker = setupServer();
registerMswTestHooks(worker);

const hook = (hookId: string) => ({
  hookId,
  targetType: 'PAUSE',
  status: 'AWAITING_ACTION',
});

/** Plays AWS for a rollout that waits; answers what was asked of ECS to decide. */
function setUp(
  options: {
    hooks?: string[];
    images?: { image: string; imageDigest?: string }[];
    decided?: () => Response;
    state?: string;
  } = {},
) {
  const { hooks = ['h1'], state = ordersState } = options;
  const { images = [{ image: `${REGISTRY}/slipway/orders@${DIGEST}` }] } =
    options;
  const decisions: unknown[] = [];
  const answers: Record<string, object> = {
    GetSecretValue: {
      SecretString: JSON.stringify({
        accessKeyId: 'AKIASTACKUSER',
        secretAccessKey: 'secret',
      }),
    },
    ListServiceDeployments: {
      serviceDeployments: [{ serviceDeploymentArn: 'deployment-1' }],
    },
    DescribeServiceDeployments: {
      serviceDeployments: [
        {
          serviceDeploymentArn: 'deployment-1',
          serviceArn: 'arn:…:service/slipway/slipway-orders',
          status: 'IN_PROGRESS',
          lifecycleStage: 'POST_SCALE_UP',
          targetServiceRevision: { arn: 'revision-2' },
          lifecycleHookDetails: hooks.map(hook),
        },
      ],
    },
    DescribeServiceRevisions: {
      serviceRevisions: [{ containerImages: images }],
    },
    BatchGetImage: { images: [] },
  };
  worker.use(
    http.get(`${ENDPOINT}/${ORDERS_STATE.Bucket}/${ORDERS_STATE.Key}`, () =>
      state
        ? new HttpResponse(state)
        : new HttpResponse('<Error><Code>NoSuchKey</Code></Error>', {
            status: 404,
          }),
    ),
    http.post(`${ENDPOINT}/`, async ({ request }) => {
      const target = request.headers.get('x-amz-target') ?? '';
      const action = target.slice(target.lastIndexOf('.') + 1);
      if (action === 'ContinueServiceDeployment') {
        decisions.push(await request.json());
        return options.decided?.() ?? HttpResponse.json({});
      }
      return HttpResponse.json(answers[action]);
    }),
  );
  return decisions;
}

const action = createDeploymentContinueAction(
  actionServices({ endpoint: ENDPOINT }),
);

const decide = (
  input: JsonObject,
  options: {
    checkpoints?: Map<string, JsonValue | undefined>;
    signal?: AbortSignal;
  } = {},
) =>
  runAction(action, {
    ...options,
    input: { environment: 'dev', stack: 'orders', ...input },
  });

describe('slipway:deployment:continue', () => {
  it('decides the hook that waits first, and says that others wait', async () => {
    const decisions = setUp({ hooks: ['h1', 'h2'] });
    const { log } = await decide({ decision: 'rollback' });
    expect(decisions).toEqual([
      {
        serviceDeploymentArn: 'deployment-1',
        hookId: 'h1',
        action: 'ROLLBACK',
      },
    ]);
    expect(log[0]).toMatch(/^2 hooks wait\. The one that waits first/);
  });

  it('decides the hook that was looked at, and no other', async () => {
    const decisions = setUp({ hooks: ['h1', 'h2'] });
    const seen = { decision: 'rollback', rollout: 'deployment-1' };
    for (const moved of [
      { ...seen, hook: 'h0' },
      { ...seen, rollout: 'deployment-0', hook: 'h2' },
    ]) {
      await expect(decide(moved)).rejects.toThrow(
        'the hook that was looked at waits no longer, and another one does, of slipway-orders at post scale up',
      );
    }
    expect(decisions).toEqual([]);
    await decide({ ...seen, hook: 'h2' });
    expect(decisions).toMatchObject([{ hookId: 'h2' }]);
  });

  it('leaves an override beside the state, for the card', async () => {
    const written: string[] = [];
    setUp({ images: [{ image: 'public.ecr.aws/nginx:1' }] });
    worker.use(
      http.put(
        `${ENDPOINT}/${ORDERS_STATE.Bucket}/services/orders/override.json`,
        async ({ request }) => {
          written.push(await request.text());
          return new HttpResponse();
        },
      ),
    );
    await decide({ decision: 'continue', overrideReason: 'It mends' });
    expect(written.map(text => JSON.parse(text))).toEqual([
      {
        images: ['public.ecr.aws/nginx:1'],
        decidedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        decidedBy: 'user:default/ada',
        reason: 'It mends',
      },
    ]);
  });

  it.each([
    ['an image of a public registry', 'public.ecr.aws/nginx:1', DIGEST],
    [
      'an image whose digest is not known',
      `${REGISTRY}/slipway/orders:1`,
      undefined,
    ],
    [
      'an image that the registry no longer has',
      `${REGISTRY}/slipway/orders@${DIGEST}`,
      undefined,
    ],
  ])('does not continue with %s', async (_, image, imageDigest) => {
    const decisions = setUp({ images: [{ image, imageDigest }] });
    await expect(decide({ decision: 'continue' })).rejects.toThrow(
      `The environment dev does not let ${image} run`,
    );
    expect(decisions).toEqual([]);
  });

  it('does not continue with images that nobody can name, but rolls back', async () => {
    const decisions = setUp({ images: [] });
    await expect(decide({ decision: 'continue' })).rejects.toThrow(
      'ECS does not tell which images the new revision of slipway-orders runs',
    );
    await decide({ decision: 'rollback' });
    expect(decisions).toHaveLength(1);
  });

  it('decides no later hook when its task is run again', async () => {
    const checkpoints = new Map<string, JsonValue | undefined>();
    setUp({ hooks: ['h1'], decided: () => HttpResponse.error() });
    await expect(
      decide({ decision: 'rollback' }, { checkpoints }),
    ).rejects.toThrow();

    const decisions = setUp({
      hooks: ['h2'],
      decided: () =>
        HttpResponse.json(
          { __type: 'InvalidParameterException', message: 'not awaiting' },
          { status: 400 },
        ),
    });
    await expect(
      decide({ decision: 'rollback' }, { checkpoints }),
    ).rejects.toThrow(
      /^Nothing was decided: the hook of slipway-orders at post scale up waits no longer/,
    );
    expect(decisions).toEqual([expect.objectContaining({ hookId: 'h1' })]);
  });

  it('decides nothing once it is cancelled', async () => {
    const decisions = setUp();
    await expect(
      decide({ decision: 'rollback' }, { signal: AbortSignal.abort() }),
    ).rejects.toThrow(/abort/i);
    expect(decisions).toEqual([]);
  });

  it.each([
    ['', 'There is no stack orders'],
    ['{}', 'The state of the stack orders does not tell which ECS service'],
    [
      JSON.stringify({ ...JSON.parse(ordersState), resources: [] }),
      'The stack orders has no ECS service',
    ],
  ])('says what it lacks in the state %s', async (state, message) => {
    setUp({ state });
    await expect(decide({ decision: 'rollback' })).rejects.toThrow(message);
  });
});
