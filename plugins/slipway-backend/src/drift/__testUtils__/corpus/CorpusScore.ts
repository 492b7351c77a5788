/** What was expected and what was found, over all checks. */
export class CorpusScore {
  checks = 0;
  changes = 0;
  found = 0;
  readonly missed: string[] = [];
  readonly wrong: string[] = [];

  /** Compares one check with what it must show. */
  judge(seen: ReadonlySet<string>, expected: ReadonlySet<string>): void {
    this.checks += 1;
    this.missed.push(...[...expected].filter(text => !seen.has(text)));
    this.wrong.push(...[...seen].filter(text => !expected.has(text)));
    this.found += [...seen].filter(text => expected.has(text)).length;
  }

  /** For example `Drift corpus: 20 checks of 90 changes, 71 findings; precision 100 %, recall 100 %`. */
  describe(): string {
    const { checks, changes, found, missed, wrong } = this;
    return `Drift corpus: ${checks} checks of ${changes} changes, ${found} findings; precision ${percent(
      found,
      wrong.length,
    )}, recall ${percent(found, missed.length)}`;
  }
}

function percent(right: number, off: number): string {
  return right === 0 ? 'unknown' : `${(100 * right) / (right + off)} %`;
}
