import type { HookAction, HookDetail, Service, Stages } from '../model';
import { abandonDeployment } from './failDeployment';
import type { ServiceTask } from './planTasks';
import {
  enterStage,
  MINUTE_MS,
  pauseBetweenShifts,
  shiftProduction,
  STAGES,
  stagesOf,
} from './stages';

/** Moves a blue/green, canary or linear rollout on by at most one stage, unless a hook holds it. */
export function advanceStages(
  service: Service,
  tasks: ServiceTask[],
  now: Date,
): void {
  const stages = stagesOf(service);
  if (!stages || service.status !== 'ACTIVE') {
    return;
  }
  const waiting = stages.hooks.find(
    ({ status }) => status === 'AWAITING_ACTION',
  );
  if (waiting) {
    if (waiting.expiresAt && now >= waiting.expiresAt) {
      waiting.status = 'TIMED_OUT';
      act(service, waiting.timeoutAction ?? 'ROLLBACK', {
        now,
        why: 'a lifecycle hook timed out',
      });
    }
    return;
  }
  if (isStageDone(service, stages, { tasks, now })) {
    const next = STAGES[STAGES.indexOf(stages.stage) + 1];
    enterStage(stages, next, {
      configuration: service.deploymentConfiguration,
      now,
    });
    service.serviceDeployments[0].updatedAt = now;
  }
}

/** Resolves a hook that pauses the rollout, as somebody asks. */
export function resolveHook(
  service: Service,
  hook: HookDetail,
  options: { action: HookAction; now: Date },
): void {
  hook.status = 'SUCCEEDED';
  act(service, options.action, {
    now: options.now,
    why: 'a rollback was requested at a lifecycle hook',
  });
}

function act(
  service: Service,
  action: HookAction,
  options: { now: Date; why: string },
): void {
  if (action === 'ROLLBACK') {
    const { now, why } = options;
    abandonDeployment(service, service.serviceDeployments[0], {
      now,
      reason: `Service deployment rolled back because ${why}.`,
      rolloutReason: `ECS deployment failed: ${why}.`,
    });
  }
}

function isStageDone(
  service: Service,
  stages: Stages,
  options: { tasks: ServiceTask[]; now: Date },
): boolean {
  const { deploymentConfiguration: configuration, desiredCount } = service;
  const now = options.now.getTime();
  switch (stages.stage) {
    case 'SCALE_UP': {
      const [{ id }] = service.deployments;
      const ready = options.tasks.filter(
        ({ deploymentId, phase }) => deploymentId === id && phase === 'ready',
      );
      return ready.length >= desiredCount;
    }
    case 'PRODUCTION_TRAFFIC_SHIFT': {
      if (stages.weights.production === 100) {
        return true;
      }
      const shiftedAt = (stages.shiftedAt ?? stages.since).getTime();
      if (now - shiftedAt >= pauseBetweenShifts(configuration)) {
        shiftProduction(stages, configuration, options.now);
      }
      return false;
    }
    case 'BAKE_TIME': {
      const bake = (configuration.bakeTimeInMinutes ?? 0) * MINUTE_MS;
      return now - stages.since.getTime() >= bake;
    }
    case 'CLEAN_UP':
      return false;
    default:
      return true;
  }
}
