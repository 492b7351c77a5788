import { fileURLToPath } from 'node:url';
import path from 'node:path';

/** The project's own folder. */
export const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);

/** What was fetched for this machine: Node, Yarn, moto. Kept between runs. */
export const toolsFolder = path.join(root, '.tools');

/** What the local stack writes; SLIPWAY_STATE_FOLDER moves it. Emptied at each start but for its caches. */
export const stateFolder =
  process.env.SLIPWAY_STATE_FOLDER ?? path.join(root, '.local');
