import { fileURLToPath } from 'node:url';
import path from 'node:path';

/** The project's own folder. */
export const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);

/** What was fetched for this machine: Node, Yarn, moto. Kept between runs. */
export const toolsFolder = path.join(root, '.tools');

/** What the local stack writes. Emptied at each start but for its caches. */
export const stateFolder = path.join(root, '.local');
