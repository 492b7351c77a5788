import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ScrapeTarget } from './scrapeTargets';

/** The file that Prometheus watches (`file_sd_configs`); it is replaced as a whole, so that a half file is never read. */
export class TargetsFile {
  readonly #path: string;
  #content: string | undefined;

  private constructor(path: string) {
    this.#path = path;
  }

  static create(options: { path: string }): TargetsFile {
    mkdirSync(dirname(options.path), { recursive: true });
    const file = new TargetsFile(options.path);
    file.write([]);
    return file;
  }

  write(targets: ScrapeTarget[]): void {
    const content = `${JSON.stringify(targets, undefined, 2)}\n`;
    if (content !== this.#content) {
      this.#content = content;
      writeFileSync(`${this.#path}.new`, content);
      renameSync(`${this.#path}.new`, this.#path);
    }
  }
}
