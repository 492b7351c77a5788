import {
  CloudWatchClient,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  ContinueServiceDeploymentCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { EcsPlayground } from '../testing/EcsPlayground';

jest.setTimeout(120_000);

describe('deployment strategies of ECS', () => {
  let ecs: EcsPlayground;
  let cloudWatch: CloudWatchClient;

  beforeAll(async () => {
    ecs = await EcsPlayground.start();
    cloudWatch = new CloudWatchClient(ecs.clientOptions);
  });

  afterAll(async () => {
    cloudWatch?.destroy();
    await ecs?.stop();
  });

  it('pauses a blue/green rollout at a hook, and goes on when told to', async () => {
    await ecs.create('paused', {
      deploymentConfiguration: {
        strategy: 'BLUE_GREEN',
        bakeTimeInMinutes: 1,
        lifecycleHooks: [
          {
            targetType: 'PAUSE',
            lifecycleStages: ['POST_SCALE_UP'],
            timeoutConfiguration: { timeoutInMinutes: 60, action: 'CONTINUE' },
          },
        ],
      },
    });
    await ecs.until(
      async () =>
        (await ecs.latest('paused')).lifecycleHookDetails?.[0]?.status ===
        'AWAITING_ACTION',
    );
    const paused = await ecs.latest('paused');
    expect(paused).toMatchObject({
      status: 'IN_PROGRESS',
      lifecycleStage: 'POST_SCALE_UP',
      targetServiceRevision: {
        requestedProductionTrafficWeight: 0,
        requestedTestTrafficWeight: 0,
      },
      lifecycleHookDetails: [
        {
          targetType: 'PAUSE',
          timeoutAction: 'CONTINUE',
          expiresAt: expect.any(Date),
        },
      ],
    });
    const order = {
      serviceDeploymentArn: paused.serviceDeploymentArn,
      hookId: paused.lifecycleHookDetails?.[0]?.hookId,
    };
    await ecs.client.send(new ContinueServiceDeploymentCommand(order));
    await ecs.until(
      async () => (await ecs.latest('paused')).status === 'SUCCESSFUL',
    );
    await expect(
      ecs.client.send(new ContinueServiceDeploymentCommand(order)),
    ).rejects.toThrow('does not await an action');
  });

  it('rolls a rollout back when one of its alarms goes off', async () => {
    const alarmNames = ['orders-errors', 'always-on'];
    for (const AlarmName of alarmNames) {
      await cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName,
          MetricName: 'errors',
          Namespace: 'orders',
          Period: 60,
          Statistic: 'Sum',
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanThreshold',
        }),
      );
    }
    const setState = (AlarmName: string, StateValue: 'ALARM' | 'OK') =>
      cloudWatch.send(
        new SetAlarmStateCommand({
          AlarmName,
          StateValue,
          StateReason: 'test',
        }),
      );
    await setState('always-on', 'ALARM');
    await ecs.create('alarmed', {
      deploymentConfiguration: {
        strategy: 'BLUE_GREEN',
        bakeTimeInMinutes: 30,
        alarms: { alarmNames, enable: true, rollback: true },
      },
    });
    await ecs.until(
      async () => (await ecs.latest('alarmed')).lifecycleStage === 'BAKE_TIME',
    );
    expect((await ecs.latest('alarmed')).alarms).toMatchObject({
      status: 'MONITORING',
      alarmNames,
    });
    await ecs.client.send(
      new UpdateServiceCommand({
        cluster: 'slipway',
        service: 'alarmed',
        deploymentConfiguration: { bakeTimeInMinutes: 0 },
      }),
    );
    await ecs.until(
      async () => (await ecs.latest('alarmed')).status === 'SUCCESSFUL',
    );
    await ecs.client.send(
      new UpdateServiceCommand({
        cluster: 'slipway',
        service: 'alarmed',
        deploymentConfiguration: { bakeTimeInMinutes: 30 },
        forceNewDeployment: true,
      }),
    );
    await ecs.until(
      async () => (await ecs.latest('alarmed')).lifecycleStage === 'BAKE_TIME',
    );
    await setState('orders-errors', 'ALARM');
    await ecs.until(
      async () =>
        (await ecs.latest('alarmed')).status === 'ROLLBACK_SUCCESSFUL',
    );
    expect(await ecs.latest('alarmed')).toMatchObject({
      alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['orders-errors'] },
      rollback: { reason: expect.stringContaining('alarm') },
      targetServiceRevision: { requestedProductionTrafficWeight: 0 },
      sourceServiceRevisions: [{ requestedProductionTrafficWeight: 100 }],
    });
  });

  it('shifts the traffic of a canary in two steps', async () => {
    const weights = async () => {
      const { targetServiceRevision, sourceServiceRevisions } =
        await ecs.latest('canary');
      return [
        sourceServiceRevisions?.[0]?.requestedProductionTrafficWeight,
        targetServiceRevision?.requestedProductionTrafficWeight,
      ];
    };
    await ecs.create('canary', {
      deploymentConfiguration: {
        strategy: 'CANARY',
        bakeTimeInMinutes: 0,
        canaryConfiguration: {
          canaryPercent: 10,
          canaryBakeTimeInMinutes: 3,
        },
      },
    });
    await ecs.until(
      async () => (await ecs.latest('canary')).status === 'SUCCESSFUL',
    );
    await ecs.client.send(
      new UpdateServiceCommand({
        cluster: 'slipway',
        service: 'canary',
        forceNewDeployment: true,
      }),
    );
    const seen = new Set<string>();
    await ecs.until(async () => {
      seen.add((await weights()).join(' to '));
      return (await ecs.latest('canary')).status === 'SUCCESSFUL';
    });
    expect([...seen]).toEqual(['100 to 0', '90 to 10', '0 to 100']);
  });
});
