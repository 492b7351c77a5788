import { rm } from 'node:fs/promises';
import { NotFoundError } from '@backstage/errors';
import {
  createTemporaryFolder,
  extractStackBundle,
  stackId,
} from '@slipway/plugin-slipway-node';
import { type StackTarget } from './StackOperator';

/**
 * Unpacks what the last apply of a stack declared, and removes the folder afterwards.
 *
 * @throws NotFoundError where nothing was applied.
 */
export async function withBundle<T>(
  target: StackTarget,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const { access, stack, identity } = target;
  const bundle = await access.store(identity).readBundle(stack);
  if (!bundle) {
    throw new NotFoundError(
      `The environment ${access.environment.name} has no stack ${stackId(
        stack,
      )}: nothing was ever applied under that name`,
    );
  }
  const folder = await createTemporaryFolder('stack');
  try {
    await extractStackBundle(bundle.body, folder);
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
