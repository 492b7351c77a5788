import type { Verbatim } from './plain';

export interface LoadBalancer {
  /** The second target group and the listener rules of a blue/green deployment. */
  advancedConfiguration?: Verbatim;
  targetGroupArn?: string;
  containerName?: string;
  containerPort?: number;
}

/** What a service revision freezes; a change to any of it is a new deployment. */
export interface ServiceSpecification {
  taskDefinition: string;
  launchType?: string;
  capacityProviderStrategy?: Verbatim[];
  platformVersion?: string;
  networkConfiguration?: Verbatim;
  loadBalancers: LoadBalancer[];
  serviceRegistries: Verbatim[];
  serviceConnectConfiguration?: Verbatim;
  volumeConfigurations?: Verbatim[];
}

/** Where a blue/green, canary or linear rollout calls out or pauses. */
export interface LifecycleHook {
  targetType: 'AWS_LAMBDA' | 'PAUSE';
  hookTargetArn?: string;
  lifecycleStages: string[];
  timeoutConfiguration?: {
    timeoutInMinutes?: number;
    action?: HookAction;
  };
}

export type HookAction = 'CONTINUE' | 'ROLLBACK';

export interface DeploymentConfiguration extends Verbatim {
  minimumHealthyPercent: number;
  maximumPercent: number;
  strategy?: 'ROLLING' | 'BLUE_GREEN' | 'CANARY' | 'LINEAR';
  bakeTimeInMinutes?: number;
  lifecycleHooks?: LifecycleHook[];
  canaryConfiguration?: {
    canaryPercent?: number;
    canaryBakeTimeInMinutes?: number;
  };
  linearConfiguration?: {
    stepPercent?: number;
    stepBakeTimeInMinutes?: number;
  };
  alarms?: { alarmNames: string[]; enable: boolean; rollback: boolean };
  deploymentCircuitBreaker?: { enable: boolean; rollback: boolean };
}
