import type { Tag, Verbatim } from './plain';
import type { Deployment, ServiceDeployment, ServiceRevision } from './rollout';
import type {
  DeploymentConfiguration,
  ServiceSpecification,
} from './serviceConfiguration';

export interface ServiceEvent {
  id: string;
  createdAt: Date;
  message: string;
}

export interface Service {
  arn: string;
  name: string;
  clusterArn: string;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  createdAt: Date;
  createdBy: string;
  desiredCount: number;
  specification: ServiceSpecification;
  deploymentConfiguration: DeploymentConfiguration;
  deploymentController: { type: string };
  availabilityZoneRebalancing: string;
  enableECSManagedTags: boolean;
  enableExecuteCommand: boolean;
  healthCheckGracePeriodSeconds?: number;
  placementConstraints: Verbatim[];
  placementStrategy: Verbatim[];
  propagateTags: string;
  schedulingStrategy: string;
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
