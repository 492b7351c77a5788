import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunFolder } from './RunFolder';

// More than a replica checks in an hour.
const MAX_FOLDERS = 1_000;
// What `init` makes has some kilobytes where providers lie in a cache or a mirror, and hundreds of megabytes where they do not.
const MAX_BYTES = 128 * 1024 * 1024;

interface KeptFolder {
  folder: RunFolder;
  fingerprint: string;
  bytes: number;
}

/** What a folder was initialised for. */
interface Purpose {
  /** One folder is kept for each. */
  slot: string;
  /** Of all that `init` depends on. */
  fingerprint: string;
}

/**
 * Folders that Terraform initialised, kept between the runs of a stack. One is taken out to be used, so that no two runs share it,
 * and nothing but what `init` made lies in it meanwhile. The ones that were used longest ago are removed where there are too many.
 *
 * @internal
 */
export class InitialisedFolders {
  readonly #maxFolders: number;
  readonly #maxBytes: number;
  // The one that was used longest ago first.
  readonly #kept = new Map<string, KeptFolder>();

  static create(
    options: { maxFolders?: number; maxBytes?: number } = {},
  ): InitialisedFolders {
    return new InitialisedFolders(options);
  }

  private constructor(options: { maxFolders?: number; maxBytes?: number }) {
    this.#maxFolders = options.maxFolders ?? MAX_FOLDERS;
    this.#maxBytes = options.maxBytes ?? MAX_BYTES;
  }

  /** Takes a folder out. One that was initialised from something else is removed. */
  async take({ slot, fingerprint }: Purpose): Promise<RunFolder | undefined> {
    const kept = this.#kept.get(slot);
    this.#kept.delete(slot);
    if (kept && kept.fingerprint !== fingerprint) {
      await kept.folder.dispose();
      return undefined;
    }
    return kept?.folder;
  }

  /** Empties a folder of everything but what `init` made, and keeps it. */
  async keep(folder: RunFolder, { slot, fingerprint }: Purpose): Promise<void> {
    const bytes = await bytesIn(await folder.empty());
    if (bytes > this.#maxBytes) {
      await folder.dispose();
      return;
    }
    const other = this.#kept.get(slot);
    this.#kept.delete(slot);
    this.#kept.set(slot, { folder, fingerprint, bytes });
    await other?.folder.dispose();
    await this.#removeOldest();
  }

  /** Removes all. */
  async clear(): Promise<void> {
    const all = [...this.#kept.values()];
    this.#kept.clear();
    await Promise.all(all.map(({ folder }) => folder.dispose()));
  }

  async #removeOldest(): Promise<void> {
    const removed: KeptFolder[] = [];
    for (const [slot, kept] of this.#kept) {
      if (
        this.#kept.size <= this.#maxFolders &&
        this.#bytes <= this.#maxBytes
      ) {
        break;
      }
      this.#kept.delete(slot);
      removed.push(kept);
    }
    await Promise.all(removed.map(({ folder }) => folder.dispose()));
  }

  get #bytes(): number {
    let sum = 0;
    for (const { bytes } of this.#kept.values()) {
      sum += bytes;
    }
    return sum;
  }
}

// Links to a cache or a mirror are not followed.
async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  const sizes = await Promise.all(
    entries
      .filter(entry => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const { size } = await stat(join(parentPath, name));
        return size;
      }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
