import { z } from 'zod';
import { xmlList, type InternalClient } from '../client/InternalClient';
import { AwsError } from '../proxy/AwsError';

/** What of a target group decides about the health of its targets. */
export interface TargetGroup {
  arn: string;
  path: string;
  /** Codes that count as healthy: `200`, `200,204` or `200-299`. */
  matcher: string;
  intervalSeconds: number;
  timeoutSeconds: number;
  healthyThreshold: number;
  unhealthyThreshold: number;
  hasLoadBalancer: boolean;
}

const memberSchema = z.object({
  TargetGroupArn: z.string(),
  HealthCheckPath: z.string().default('/'),
  HealthCheckIntervalSeconds: z.coerce.number().default(30),
  HealthCheckTimeoutSeconds: z.coerce.number().default(5),
  HealthyThresholdCount: z.coerce.number().default(5),
  UnhealthyThresholdCount: z.coerce.number().default(2),
  Matcher: z.object({ HttpCode: z.coerce.string() }).optional(),
  LoadBalancerArns: z
    .union([
      z.literal(''),
      z.object({ member: z.union([z.string(), z.array(z.string())]) }),
    ])
    .optional(),
});

const answerSchema = z.object({
  DescribeTargetGroupsResponse: z.object({
    DescribeTargetGroupsResult: z.object({
      TargetGroups: z
        .union([z.literal(''), z.object({ member: z.unknown() })])
        .optional(),
    }),
  }),
});

const CACHE_MS = 5000;

/** Target groups as the load balancer's control plane (moto) knows them. */
export class TargetGroups {
  readonly #client: InternalClient;
  readonly #cache = new Map<
    string,
    { until: number; group: Promise<TargetGroup | undefined> }
  >();

  private constructor(client: InternalClient) {
    this.#client = client;
  }

  static create(options: { client: InternalClient }): TargetGroups {
    return new TargetGroups(options.client);
  }

  /** `undefined` when there is no such target group. Answers are reused for a few seconds. */
  find(arn: string): Promise<TargetGroup | undefined> {
    const cached = this.#cache.get(arn);
    if (cached && cached.until > Date.now()) {
      return cached.group;
    }
    const group = this.#describe(arn).catch(() => undefined);
    this.#cache.set(arn, { until: Date.now() + CACHE_MS, group });
    return group;
  }

  /** Refuses a target group that ECS would refuse. */
  async check(arn: string): Promise<void> {
    this.#cache.delete(arn);
    const group = await this.find(arn);
    if (!group) {
      throw new AwsError(
        'InvalidParameterException',
        `The specified target group does not exist. Verify that the target group ARN is correct: ${arn}`,
      );
    }
    if (!group.hasLoadBalancer) {
      throw new AwsError(
        'InvalidParameterException',
        `The target group with targetGroupArn ${arn} does not have an associated load balancer.`,
      );
    }
  }

  async #describe(arn: string): Promise<TargetGroup | undefined> {
    const region = arn.split(':')[3] ?? '';
    const answer = answerSchema.parse(
      await this.#client.query(
        {
          service: 'elasticloadbalancing',
          region,
          action: 'DescribeTargetGroups',
        },
        { 'TargetGroupArns.member.1': arn },
      ),
    );
    const groups =
      answer.DescribeTargetGroupsResponse.DescribeTargetGroupsResult
        .TargetGroups;
    const [first] = groups ? xmlList(groups.member) : [];
    if (!first) {
      return undefined;
    }
    const member = memberSchema.parse(first);
    return {
      arn: member.TargetGroupArn,
      path: member.HealthCheckPath,
      matcher: member.Matcher?.HttpCode ?? '200',
      intervalSeconds: member.HealthCheckIntervalSeconds,
      timeoutSeconds: member.HealthCheckTimeoutSeconds,
      healthyThreshold: member.HealthyThresholdCount,
      unhealthyThreshold: member.UnhealthyThresholdCount,
      hasLoadBalancer: Boolean(member.LoadBalancerArns),
    };
  }
}
