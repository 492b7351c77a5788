import {
  type ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { type LoggerService } from '@backstage/backend-plugin-api';
import { type DriftFinding } from '@slipway/plugin-slipway-common';
import { type Plan, type ResourceChange } from '@slipway/plugin-slipway-node';
import { isEcsService } from './explainDrift';

/**
 * Addresses of the ECS services whose count differs and is owned by autoscaling: by a scalable target of the same stack, or
 * by one that AWS knows though the stack does not. AWS is asked only for a count that no target of the stack explains.
 */
export async function autoscaledServices(
  findings: readonly DriftFinding[],
  plan: Pick<Plan, 'resource_changes'>,
  options: {
    scaling: Pick<ApplicationAutoScalingClient, 'send'>;
    logger: LoggerService;
  },
): Promise<Set<string>> {
  const declared = new Set(
    plan.resource_changes
      .filter(({ type }) => type === 'aws_appautoscaling_target')
      .map(resource => textOf(resource, 'resource_id')),
  );
  const scaled = new Set<string>();
  for (const { address, attribute } of findings) {
    const service = plan.resource_changes.find(
      resource => resource.address === address,
    );
    if (service && attribute === 'desired_count' && isEcsService(address)) {
      const id = scalableId(service);
      if (declared.has(id) || (await isScaledInAws(id, options))) {
        scaled.add(address);
      }
    }
  }
  return scaled;
}

async function isScaledInAws(
  id: string,
  {
    scaling,
    logger,
  }: {
    scaling: Pick<ApplicationAutoScalingClient, 'send'>;
    logger: LoggerService;
  },
): Promise<boolean> {
  try {
    const { ScalableTargets = [] } = await scaling.send(
      new DescribeScalableTargetsCommand({
        ServiceNamespace: 'ecs',
        ScalableDimension: 'ecs:service:DesiredCount',
        ResourceIds: [id],
      }),
    );
    return ScalableTargets.length > 0;
  } catch (error) {
    // Unexplained is the safe side.
    logger.debug(`Whether ${id} scales itself is not known`, error as Error);
    return false;
  }
}

// What autoscaling calls an ECS service: `service/<cluster>/<name>`.
function scalableId(service: ResourceChange): string {
  const cluster = textOf(service, 'cluster');
  return `service/${cluster.slice(cluster.lastIndexOf('/') + 1)}/${textOf(
    service,
    'name',
  )}`;
}

function textOf({ change }: ResourceChange, name: string): string {
  const value = (change.before as Record<string, unknown> | null | undefined)?.[
    name
  ];
  return typeof value === 'string' ? value : '';
}
