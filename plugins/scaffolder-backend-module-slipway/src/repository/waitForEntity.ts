import { setTimeout as sleep } from 'node:timers/promises';
import { type BackstageCredentials } from '@backstage/backend-plugin-api';
import { type CatalogService } from '@backstage/plugin-catalog-node';

/**
 * Waits until the catalog has an entity, as the caller sees it.
 *
 * @throws Error when it does not appear in time.
 */
export async function waitForEntity(options: {
  catalog: CatalogService;
  credentials: BackstageCredentials;
  entityRef: string;
  timeoutMs: number;
  intervalMs?: number;
  signal?: AbortSignal;
}): Promise<void> {
  const { catalog, credentials, entityRef, timeoutMs, signal } = options;
  const deadline = Date.now() + timeoutMs;
  while (!(await catalog.getEntityByRef(entityRef, { credentials }))) {
    if (Date.now() > deadline) {
      throw new Error(
        `${entityRef} was published but is not in the catalog after ${
          timeoutMs / 1000
        } s. Check that a location of the catalog reads the repositories' folder, that its rules allow the kind, and the log of the catalog.`,
      );
    }
    await sleep(options.intervalMs ?? 1_000, undefined, { signal });
  }
}
