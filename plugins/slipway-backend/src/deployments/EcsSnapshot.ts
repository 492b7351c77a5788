import {
  type Service,
  type ServiceDeployment,
  type ServiceDeploymentBrief,
  type Task,
} from '@aws-sdk/client-ecs';
import { type DetailsPart, type Problem } from '@slipway/plugin-slipway-common';
import { type DeclaredTaskDefinition } from '../stacks';
import { type RunningContainer } from './runningContainers';

/** Why a part of what ECS knows could not be read. */
export interface PartProblem {
  part: DetailsPart;
  problem: Problem;
}

/** What ECS says of a service at one moment. */
export interface EcsSnapshot {
  service: Service;
  /** Absent where ECS did not tell; then `problems` says why. */
  serviceDeployments?: ServiceDeploymentBrief[];
  /** When they were listed: they are not listed anew while nothing moves. */
  listedAt?: Date;
  /** The containers that run. */
  running: RunningContainer[];
  /** What the next task is started from; read only where no state declares it. */
  taskDefinition?: DeclaredTaskDefinition;
  /** Tasks that stopped within about an hour; read only while the service is in trouble. */
  stoppedTasks?: Task[];
  /** The last service deployment in full; read only while it progresses or the service is in trouble. */
  lastDeployment?: ServiceDeployment;
  /** One for each part that could not be read. */
  problems: PartProblem[];
}
