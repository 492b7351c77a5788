import { useApi } from '@backstage/core-plugin-api';
import { scmIntegrationsApiRef } from '@backstage/integration-react';
import {
  getEntitySourceLocation,
  useEntity,
} from '@backstage/plugin-catalog-react';

/** Whether the entity whose page this is was registered from a GitHub that the portal is connected to. */
export function useIsOnGitHub(): boolean {
  const { entity } = useEntity();
  const integrations = useApi(scmIntegrationsApiRef);
  return (
    getEntitySourceLocation(entity, integrations)?.integrationType === 'github'
  );
}
