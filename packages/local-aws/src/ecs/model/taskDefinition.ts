import type { Tag, Verbatim } from './plain';

export interface ContainerDefinition extends Verbatim {
  name: string;
  image: string;
  essential: boolean;
  environment: { name: string; value: string }[];
  secrets?: { name: string; valueFrom: string }[];
  portMappings: Verbatim[];
  dockerLabels?: Record<string, string>;
  healthCheck?: { command: string[] };
  stopTimeout?: number;
}

export interface TaskDefinition extends Verbatim {
  arn: string;
  family: string;
  revision: number;
  status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  containerDefinitions: ContainerDefinition[];
  cpu?: string;
  memory?: string;
  tags: Tag[];
}
