import { type EcsServiceName } from './ServiceKey';

/** An ECS service with the place it is in. */
export interface EcsServiceArn extends EcsServiceName {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  partition: string;
  region: string;
  accountId: string;
}

/** The form that {@link parseEcsServiceArn} takes. */
export const ECS_SERVICE_ARN_FORM =
  'arn:<partition>:ecs:<region>:<account>:service/<cluster>/<name>';

// Names as CreateCluster and CreateService take them.
const ARN =
  /^arn:([a-z-]+):ecs:([a-z0-9-]+):(\d{12}):service\/([A-Za-z0-9_-]{1,255})\/([A-Za-z0-9_-]{1,255})$/;

/**
 * An ECS service's ARN in the long form, which names the cluster; `undefined` for anything else. Services whose ARN has the short
 * form cannot be tagged.
 */
export function parseEcsServiceArn(text: string): EcsServiceArn | undefined {
  const match = ARN.exec(text.trim());
  if (!match) {
    return undefined;
  }
  const [, partition, region, accountId, cluster, name] = match as string[];
  return { partition, region, accountId, cluster, name } as EcsServiceArn;
}
