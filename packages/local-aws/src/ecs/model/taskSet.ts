import type { Tag } from './plain';
import type { Attempts } from './rollout';
import type { ServiceSpecification } from './serviceConfiguration';

/** Tasks of one revision of a service that CodeDeploy or an external controller rolls out. */
export interface TaskSet extends Attempts {
  /** `ecs-svc/<19 digits>`; tasks carry it as `startedBy`. */
  id: string;
  arn: string;
  status: 'PRIMARY' | 'ACTIVE' | 'DRAINING';
  specification: ServiceSpecification;
  /** Percent of the service's desired count. */
  scale: number;
  /** The deployment of CodeDeploy, or whatever an external controller names it by. */
  externalId?: string;
  startedBy?: string;
  clientToken?: string;
  createdAt: Date;
  updatedAt: Date;
  stabilityStatus: 'STEADY_STATE' | 'STABILIZING';
  stabilityStatusAt: Date;
  tags: Tag[];
}
