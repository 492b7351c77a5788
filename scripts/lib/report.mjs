/** A failure that a person can mend: shown as one sentence, without a stack trace. */
export class PlainError extends Error {}

/** One line of progress. */
export function step(message) {
  process.stdout.write(`[slipway] ${message}\n`);
}

/** Ends the process with the sentence of a {@link PlainError}, or with the whole of an unexpected error. */
export function fail(error) {
  process.stderr.write(
    `[slipway] ${error instanceof PlainError ? error.message : error.stack}\n`,
  );
  process.exitCode = 1;
}
