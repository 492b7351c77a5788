import { randomUUID } from 'node:crypto';
import type {
  DeploymentConfiguration,
  HookDetail,
  LifecycleStage,
  Service,
  Stages,
} from '../model';

/** In the order of a rollout. */
export const STAGES: LifecycleStage[] = [
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
];

/** Time runs faster than on AWS: what ECS waits a minute for lasts a second. */
export const MINUTE_MS = 1000;
const DEFAULT_TIMEOUT_MINUTES = 1440;

/** The stages of the rollout that is under way; none for a rolling one. */
export function stagesOf(service: Service): Stages | undefined {
  const [record] = service.serviceDeployments;
  return record?.status === 'IN_PROGRESS' ? record.stages : undefined;
}

/** The first stage of a rollout that shifts traffic. */
export function beginStages(
  configuration: DeploymentConfiguration,
  now: Date,
): Stages | undefined {
  const { strategy = 'ROLLING' } = configuration;
  if (strategy === 'ROLLING') {
    return undefined;
  }
  const stages: Stages = {
    stage: STAGES[0],
    since: now,
    hooks: [],
    weights: { production: 0, test: 0 },
  };
  enterStage(stages, STAGES[0], { configuration, now });
  return stages;
}

/** Enters a stage: reaches its hooks, and shifts what it shifts at once. */
export function enterStage(
  stages: Stages,
  stage: LifecycleStage,
  options: { configuration: DeploymentConfiguration; now: Date },
): void {
  const { configuration, now } = options;
  stages.stage = stage;
  stages.since = now;
  stages.hooks.push(...hooksAt(stage, configuration, now));
  if (stage === 'TEST_TRAFFIC_SHIFT') {
    stages.weights.test = 100;
  }
  if (stage === 'PRODUCTION_TRAFFIC_SHIFT') {
    shiftProduction(stages, configuration, now);
  }
  if (stage === 'CLEAN_UP') {
    stages.weights.test = 0;
  }
}

/** Shifts the next part of the production traffic: everything, the canary and then the rest, or one step. */
export function shiftProduction(
  stages: Stages,
  configuration: DeploymentConfiguration,
  now: Date,
): void {
  const { strategy, canaryConfiguration, linearConfiguration } = configuration;
  const { weights } = stages;
  if (strategy === 'LINEAR') {
    const step = linearConfiguration?.stepPercent ?? 10;
    weights.production = Math.min(100, weights.production + step);
  } else if (strategy === 'CANARY' && weights.production === 0) {
    weights.production = canaryConfiguration?.canaryPercent ?? 5;
  } else {
    weights.production = 100;
  }
  stages.shiftedAt = now;
}

/** Milliseconds between two shifts of production traffic. */
export function pauseBetweenShifts(
  configuration: DeploymentConfiguration,
): number {
  const { strategy, canaryConfiguration, linearConfiguration } = configuration;
  const minutes =
    strategy === 'LINEAR'
      ? linearConfiguration?.stepBakeTimeInMinutes ?? 6
      : canaryConfiguration?.canaryBakeTimeInMinutes ?? 10;
  return minutes * MINUTE_MS;
}

function hooksAt(
  stage: LifecycleStage,
  configuration: DeploymentConfiguration,
  now: Date,
): HookDetail[] {
  return (configuration.lifecycleHooks ?? [])
    .filter(({ lifecycleStages }) => lifecycleStages.includes(stage))
    .map(({ targetType, hookTargetArn, timeoutConfiguration }) => {
      const minutes =
        timeoutConfiguration?.timeoutInMinutes ?? DEFAULT_TIMEOUT_MINUTES;
      const pauses = targetType === 'PAUSE';
      return {
        hookId: randomUUID(),
        targetType,
        targetArn: hookTargetArn,
        // There is no Lambda here: a function counts as called, and content.
        status: pauses ? 'AWAITING_ACTION' : 'SUCCEEDED',
        expiresAt: pauses
          ? new Date(now.getTime() + minutes * MINUTE_MS)
          : undefined,
        timeoutAction: pauses
          ? timeoutConfiguration?.action ?? 'ROLLBACK'
          : undefined,
      };
    });
}
