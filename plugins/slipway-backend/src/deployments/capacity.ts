import { type CapacityProviderStrategyItem } from '@aws-sdk/client-ecs';

/** What runs tasks: `FARGATE`, or `FARGATE (base 1, weight 1), FARGATE_SPOT (weight 3)`; undefined where ECS does not tell. */
export function capacityOf(compute: {
  launchType?: string;
  capacityProviderStrategy?: CapacityProviderStrategyItem[];
}): string | undefined {
  const providers = compute.capacityProviderStrategy ?? [];
  return providers.length > 0
    ? providers.map(describeProvider).join(', ')
    : compute.launchType;
}

function describeProvider(item: CapacityProviderStrategyItem): string {
  const { capacityProvider, base = 0, weight = 0 } = item;
  const share = [
    ...(base > 0 ? [`base ${base}`] : []),
    ...(weight > 0 ? [`weight ${weight}`] : []),
  ];
  return share.length > 0
    ? `${capacityProvider} (${share.join(', ')})`
    : `${capacityProvider}`;
}
