import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import {
  mockServices,
  registerMswTestHooks,
} from '@backstage/backend-test-utils';
import { type DriftFinding } from '@slipway/plugin-slipway-common';
import { planSchema } from '@slipway/plugin-slipway-node';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { autoscaledServices } from './autoscaledServices';

const ENDPOINT = 'http://scaling.example';
const worker = setupServer();
registerMswTestHooks(worker);

const address = 'aws_ecs_service.main[0]';
const RESOURCE = 'service/slipway/slipway-orders';
const count: DriftFinding = {
  kind: 'configuration',
  address,
  attribute: 'desired_count',
  action: 'update',
  masked: false,
};

function planOf(options: { target: boolean }) {
  const resource = (type: string, before: object) => ({
    address: type === 'aws_ecs_service' ? address : `${type}.service[0]`,
    mode: 'managed',
    type,
    name: 'main',
    change: { actions: ['update'], before, after: {} },
  });
  return planSchema.parse({
    format_version: '1.2',
    resource_changes: [
      resource('aws_ecs_service', {
        cluster: 'arn:aws:ecs:eu-central-1:123456789012:cluster/slipway',
        name: 'slipway-orders',
      }),
      ...(options.target
        ? [resource('aws_appautoscaling_target', { resource_id: RESOURCE })]
        : []),
    ],
  });
}

const find = (findings: DriftFinding[], options: { target: boolean }) =>
  autoscaledServices(findings, planOf(options), {
    scaling: new ApplicationAutoScalingClient({
      region: 'eu-central-1',
      endpoint: ENDPOINT,
      credentials: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'secret' },
      maxAttempts: 1,
    }),
    logger: mockServices.logger.mock(),
  });

describe('autoscaledServices', () => {
  it('knows a target of the stack without asking AWS', async () => {
    expect(await find([count], { target: true })).toEqual(new Set([address]));
  });

  it('finds a target that the stack does not know', async () => {
    worker.use(
      http.post(ENDPOINT, async ({ request }) => {
        expect(await request.json()).toMatchObject({
          ServiceNamespace: 'ecs',
          ResourceIds: [RESOURCE],
        });
        return HttpResponse.json({
          ScalableTargets: [
            {
              ServiceNamespace: 'ecs',
              ResourceId: RESOURCE,
              ScalableDimension: 'ecs:service:DesiredCount',
              MinCapacity: 1,
              MaxCapacity: 5,
              RoleARN: 'arn:aws:iam::123456789012:role/scaling',
              CreationTime: 1795523400,
            },
          ],
        });
      }),
    );
    expect(await find([count], { target: false })).toEqual(new Set([address]));
  });

  it.each([
    ['there is none', () => HttpResponse.json({ ScalableTargets: [] })],
    ['AWS does not say', () => new HttpResponse('', { status: 403 })],
  ])('explains nothing where %s', async (_name, answer) => {
    worker.use(http.post(ENDPOINT, answer));
    expect(await find([count], { target: false })).toEqual(new Set());
  });

  it('asks nothing where no count differs', async () => {
    const other = { ...count, attribute: 'tags.a' };
    expect(await find([other], { target: false })).toEqual(new Set());
  });
});
