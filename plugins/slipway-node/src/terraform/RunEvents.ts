import {
  describeEvent,
  parseEvent,
  type Diagnostic,
  type TerraformEvent,
} from './events';

/** The events of one command: kept, and told line by line. @internal */
export class RunEvents {
  readonly all: TerraformEvent[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly #command: string;
  readonly #log: (line: string) => void;
  readonly #redact: (text: string) => string;

  static create(options: {
    /** For example `plan`. */
    command: string;
    log: (line: string) => void;
    /** Takes secrets out of what Terraform and providers say. */
    redact: (text: string) => string;
  }): RunEvents {
    return new RunEvents(options);
  }

  private constructor(options: {
    command: string;
    log: (line: string) => void;
    redact: (text: string) => string;
  }) {
    this.#command = options.command;
    this.#log = options.log;
    this.#redact = options.redact;
  }

  take(line: string): void {
    const event = this.#parse(line);
    if (!event) {
      return;
    }
    this.all.push(event);
    if (event.type === 'diagnostic') {
      this.diagnostics.push(event.diagnostic);
    }
    const text = describeEvent(event);
    if (text) {
      this.#log(text);
    }
  }

  #parse(line: string): TerraformEvent | undefined {
    const event = parseEvent(line);
    // An apply tells its plan once more before it starts.
    if (event?.type === 'planned_change' && this.#command === 'apply') {
      return undefined;
    }
    if (event?.type !== 'diagnostic') {
      return event;
    }
    const { diagnostic } = event;
    return {
      ...event,
      diagnostic: {
        ...diagnostic,
        summary: this.#redact(diagnostic.summary),
        detail: this.#redact(diagnostic.detail),
      },
    };
  }
}
