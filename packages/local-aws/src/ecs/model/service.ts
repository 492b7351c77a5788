import type { Tag, Verbatim } from './plain';
import type { Deployment, ServiceDeployment, ServiceRevision } from './rollout';
import type {
  DeploymentConfiguration,
  ServiceSpecification,
} from './serviceConfiguration';
import type { TaskSet } from './taskSet';

export interface ServiceEvent {
  id: string;
  createdAt: Date;
  message: string;
}

/** Who rolls a service out. */
export type DeploymentControllerType = 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL';

export interface Service {
  arn: string;
  name: string;
  clusterArn: string;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  createdAt: Date;
  createdBy: string;
  desiredCount: number;
  /** Of a service with task sets, that of the primary one; until there is one, its task definition is empty. */
  specification: ServiceSpecification;
  deploymentConfiguration: DeploymentConfiguration;
  deploymentController: { type: DeploymentControllerType };
  availabilityZoneRebalancing: string;
  enableECSManagedTags: boolean;
  enableExecuteCommand: boolean;
  healthCheckGracePeriodSeconds?: number;
  placementConstraints: Verbatim[];
  placementStrategy: Verbatim[];
  propagateTags: string;
  schedulingStrategy: string;
  /** Newest first. Only of a service that ECS does not roll out itself; such a one has no deployments and no revisions. */
  taskSets?: TaskSet[];
  /** Newest first; the first is the PRIMARY one. */
  deployments: Deployment[];
  /** Newest first. */
  serviceDeployments: ServiceDeployment[];
  revisions: ServiceRevision[];
  /** Newest first. */
  events: ServiceEvent[];
  /** Whether the steady state was announced and nothing has moved since. */
  steady: boolean;
  tags: Tag[];
}
