import type { Tag, Verbatim } from './plain';

export interface Cluster {
  arn: string;
  name: string;
  status: 'ACTIVE' | 'INACTIVE';
  settings: Verbatim[];
  configuration?: Verbatim;
  serviceConnectDefaults?: Verbatim;
  capacityProviders: string[];
  defaultCapacityProviderStrategy: Verbatim[];
  /** How many EC2 instances a test has given it; Fargate needs none. */
  instances: number;
  tags: Tag[];
}
