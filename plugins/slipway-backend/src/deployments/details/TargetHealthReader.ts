import { type Service } from '@aws-sdk/client-ecs';
import {
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type LoggerService } from '@backstage/backend-plugin-api';
import { type Target, type TargetGroup } from '@slipway/plugin-slipway-common';
import { type Answer, AnswerCache } from '../../cache';
import { callAws } from '../../problems';

/** A target group that a service registers its tasks with. */
export interface TargetGroupUse {
  arn: string;
  container?: string;
  port?: number;
}

interface TargetGroupKey {
  environment: string;
  arn: string;
}

/** Reads the health of the targets of target groups. */
export class TargetHealthReader {
  readonly #cache: AnswerCache<TargetGroupKey, Target[]>;

  constructor(options: {
    clientOf: (environment: string) => ElasticLoadBalancingV2Client;
    logger: LoggerService;
  }) {
    const { clientOf, logger } = options;
    this.#cache = AnswerCache.create({
      subject: 'the health of targets',
      keyOf: ({ environment, arn }) => `${environment}/${arn}`,
      load: async ({ environment, arn }) => {
        const answer = await callAws(
          {
            action: 'elasticloadbalancing:DescribeTargetHealth',
            subject: `the target group ${targetGroupName(arn)}`,
            environment,
          },
          () =>
            clientOf(environment).send(
              new DescribeTargetHealthCommand({ TargetGroupArn: arn }),
            ),
        );
        return (answer.TargetHealthDescriptions ?? []).map(toTarget);
      },
      ttl: 8_000,
      logger,
    });
  }

  async read(key: TargetGroupKey): Promise<Answer<Target[]>> {
    return this.#cache.get(key);
  }
}

/** The target groups of a service, those of its task sets and of its alternate revision included, each once. */
export function targetGroupsOf(service: Service): TargetGroupUse[] {
  const found = new Map<string, TargetGroupUse>();
  const loadBalancers = [
    ...(service.loadBalancers ?? []),
    ...(service.taskSets ?? []).flatMap(set => set.loadBalancers ?? []),
  ];
  for (const use of loadBalancers) {
    const { containerName: container, containerPort: port } = use;
    const alternate = use.advancedConfiguration?.alternateTargetGroupArn;
    for (const arn of [use.targetGroupArn, alternate]) {
      if (arn) {
        found.set(arn, { arn, container, port });
      }
    }
  }
  return [...found.values()];
}

/** A target group with what was read of its targets. */
export function targetGroup(
  { arn, container, port }: TargetGroupUse,
  targets: Target[],
): TargetGroup {
  return { name: targetGroupName(arn), container, port, targets };
}

// arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/<name>/<id>
function targetGroupName(arn: string): string {
  return arn.split('/')[1] ?? arn;
}

function toTarget(described: TargetHealthDescription): Target {
  const { Target: target, TargetHealth: health } = described;
  return {
    id: target?.Id ?? '',
    port: target?.Port,
    zone: target?.AvailabilityZone,
    state: health?.State ?? 'unknown',
    reason: health?.Reason,
    description: health?.Description,
  };
}
