import { type KnownTaskDefinition } from './runningContainers';

/** An ECS service, as config and state name it. */
export interface EcsServiceKey {
  environment: string;
  cluster: string;
  service: string;
  /** The task definition of the state: nobody needs to ask for what that one says. */
  known?: KnownTaskDefinition;
  /** Entity that the service must name in a tag, where no state binds it. */
  taggedFor?: string;
}
