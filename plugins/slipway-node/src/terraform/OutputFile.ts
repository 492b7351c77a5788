import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

const CHUNK_BYTES = 256 * 1024;

/**
 * Takes what a program writes, in a file that has lost its name: nobody else can open it, and it is gone with the last who has
 * it open.
 *
 * @remarks
 * Not a pipe. A program that writes into a pipe which nobody reads any more is ended by SIGPIPE: of a portal that is killed, an
 * apply would die with its next line, its state not saved and its lock not freed.
 *
 * @internal
 */
export class OutputFile {
  readonly #file: FileHandle;
  readonly #decoder = new StringDecoder('utf8');
  #position = 0;
  #unfinished = '';

  static async create(): Promise<OutputFile> {
    const path = join(tmpdir(), `slipway-output-${randomUUID()}`);
    const file = await open(path, 'ax+', 0o600);
    await rm(path);
    return new OutputFile(file);
  }

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** For the program to write to. */
  get fd(): number {
    return this.#file.fd;
  }

  /** Hands over the lines that were finished since the last time. */
  async readLines(onLine: (line: string) => void): Promise<void> {
    for await (const text of this.#read()) {
      const [first, ...others] = text.split('\n');
      const lines = [this.#unfinished + first, ...others];
      this.#unfinished = lines.pop() ?? '';
      lines.forEach(onLine);
    }
  }

  /** Hands over the rest, once the program has ended. */
  async readRest(onLine: (line: string) => void): Promise<void> {
    await this.readLines(onLine);
    const rest = this.#unfinished + this.#decoder.end();
    if (rest !== '') {
      onLine(rest);
    }
  }

  /** The last bytes of it, as text. */
  async readEnd(bytes: number): Promise<string> {
    const { size } = await this.#file.stat();
    const length = Math.min(size, bytes);
    const { buffer } = await this.#file.read({
      buffer: Buffer.alloc(length),
      position: size - length,
    });
    return buffer.toString('utf8');
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async *#read(): AsyncGenerator<string> {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await this.#file.read(buffer, {
        position: this.#position,
      });
      if (bytesRead === 0) {
        return;
      }
      this.#position += bytesRead;
      yield this.#decoder.write(buffer.subarray(0, bytesRead));
    }
  }
}
