import {
  type ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { type LoggerService } from '@backstage/backend-plugin-api';
import { type Answer, AnswerCache } from '../../cache';
import { callAws } from '../../problems';
import { type EcsServiceKey } from '../EcsServiceKey';
import { scalingOf, type ScalingAnswers } from './scaling';

const NAMESPACE = 'ecs' as const;
const DIMENSION = 'ecs:service:DesiredCount' as const;

/** Whether and how a service scales by itself. */
export interface ScalingAnswer {
  /** Absent where the service does not scale by itself. */
  scaling?: ReturnType<typeof scalingOf>;
}

/** Reads the scalable target of a service, and its policies and scheduled actions where it has one. */
export class ScalingReader {
  readonly #clientOf: (environment: string) => ApplicationAutoScalingClient;
  readonly #cache: AnswerCache<EcsServiceKey, ScalingAnswer>;

  constructor(options: {
    clientOf: (environment: string) => ApplicationAutoScalingClient;
    logger: LoggerService;
  }) {
    this.#clientOf = options.clientOf;
    this.#cache = AnswerCache.create({
      subject: 'the scaling of an ECS service',
      keyOf: key => `${key.environment}/${key.cluster}/${key.service}`,
      load: key => this.#load(key),
      // People change it, not rollouts.
      ttl: 60_000,
      logger: options.logger,
    });
  }

  async read(key: EcsServiceKey): Promise<Answer<ScalingAnswer>> {
    return this.#cache.get(key);
  }

  async #load(key: EcsServiceKey): Promise<ScalingAnswer> {
    const { environment, cluster, service } = key;
    const client = this.#clientOf(environment);
    const id = `service/${cluster}/${service}`;
    const call = (action: string) => ({
      action: `application-autoscaling:${action}`,
      subject: `the scaling of the ECS service ${service}`,
      environment,
    });
    const { ScalableTargets: [target] = [] } = await callAws(
      call('DescribeScalableTargets'),
      () =>
        client.send(
          new DescribeScalableTargetsCommand({
            ServiceNamespace: NAMESPACE,
            ScalableDimension: DIMENSION,
            ResourceIds: [id],
          }),
        ),
    );
    if (!target) {
      return {};
    }
    const of = {
      ServiceNamespace: NAMESPACE,
      ScalableDimension: DIMENSION,
      ResourceId: id,
    };
    // Fifty policies and two hundred schedules are the most that a service can have, and fit on a page.
    const [policies, schedules] = await Promise.all([
      callAws(call('DescribeScalingPolicies'), () =>
        client.send(new DescribeScalingPoliciesCommand(of)),
      ),
      callAws(call('DescribeScheduledActions'), () =>
        client.send(new DescribeScheduledActionsCommand(of)),
      ),
    ]);
    const answers: ScalingAnswers = {
      target,
      policies: policies.ScalingPolicies ?? [],
      schedules: schedules.ScheduledActions ?? [],
    };
    return { scaling: scalingOf(answers) };
  }
}
