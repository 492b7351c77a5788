import { type ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { registerExplainEcsDeploymentFailure } from './explainEcsDeploymentFailure';
import { registerGetEcsDeploymentStatus } from './getEcsDeploymentStatus';
import { type ActionSources } from './readDeployments';

/** Registers the actions of the read side, which assistants find over MCP. */
export function registerActions(
  actionsRegistry: ActionsRegistryService,
  sources: ActionSources,
): void {
  registerGetEcsDeploymentStatus(actionsRegistry, sources);
  registerExplainEcsDeploymentFailure(actionsRegistry, sources);
}
