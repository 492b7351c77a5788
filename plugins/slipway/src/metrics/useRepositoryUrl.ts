import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { scmIntegrationsApiRef } from '@backstage/integration-react';
import {
  getEntitySourceLocation,
  useEntity,
} from '@backstage/plugin-catalog-react';

function isHttps(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}

/**
 * Finds the address of a file in the repository, or of the repository itself, of the entity whose page this is, by its annotation
 * `backstage.io/source-location`, which the catalog sets from where an entity was registered. There is none where the
 * repository has no web page.
 */
export function useRepositoryUrl(): (file?: string) => string | undefined {
  const { entity } = useEntity();
  const integrations = useApi(scmIntegrationsApiRef);
  return useCallback(
    (file?: string) => {
      const base = getEntitySourceLocation(
        entity,
        integrations,
      )?.locationTargetUrl;
      if (!base || !isHttps(base)) {
        return undefined;
      }
      if (file === undefined) {
        return base;
      }
      const url = integrations.resolveUrl({ url: file, base });
      // The host is the one that the annotation names, whatever the file is called.
      return isHttps(url) && new URL(url).host === new URL(base).host
        ? url
        : undefined;
    },
    [entity, integrations],
  );
}
