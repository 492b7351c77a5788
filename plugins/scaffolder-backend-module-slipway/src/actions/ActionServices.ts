import { type CatalogService } from '@backstage/plugin-catalog-node';
import { type TerraformRunner } from '@slipway/plugin-slipway-node';
import { type ActionGate } from '../access';
import { type DriftAdopter } from '../drift';
import { type ConfiguredEnvironments } from '../environments';
import { type LocalRepositories } from '../repository';
import { type StackOperator } from '../stacks';
import { type StateOperator } from '../states';

/** What the actions work with. */
export type ActionServices = {
  environments: ConfiguredEnvironments;
  gate: ActionGate;
  operator: StackOperator;
  states: StateOperator;
  runner: TerraformRunner;
  catalog: CatalogService;
  adopter: DriftAdopter;
  /** `undefined` where no folder for repositories is configured. */
  repositories: LocalRepositories | undefined;
};
