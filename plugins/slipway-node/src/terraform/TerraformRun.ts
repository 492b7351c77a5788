import { access } from 'node:fs/promises';
import { z } from 'zod';
import { diagnose } from './diagnose';
import { type Diagnostic } from './events';
import { changedOutsideOnly, readOutsideChanges } from './outsideChanges';
import { planSchema, type Plan } from './plan';
import { codedPlanSchema, type CodedPlan } from './planCode';
import { destroyedBy, summarizePlan, type PlanSummary } from './planSummary';
import { RunEvents } from './RunEvents';
import { runProcess, type Grace } from './runProcess';
import { writeImports } from './rootFiles';
import { type RunFolder } from './RunFolder';
import { TerraformError } from './TerraformError';

// What `-detailed-exitcode` makes of a plan that changes something.
const PLAN_WITH_CHANGES = 2;

// Terraform waits this long for a lock that another run is about to release.
const LOCK_TIMEOUT = '5s';

/**
 * Takes a line for people. Lines hold addresses, actions and error texts, never values.
 *
 * @public
 */
export type LogLine = (line: string) => void;

/** @public */
export type PlanOptions = {
  /** Plan to destroy everything. */
  destroy?: boolean;
  /** Look only at what changed outside of Terraform. */
  refreshOnly?: boolean;
  /** False needs no write access and works while someone else holds the lock; for plans that are never applied. */
  lock?: boolean;
  /** Return what was planned before an error instead of failing, where Terraform got that far. */
  allowPartial?: boolean;
};

/** @public */
export type PlanResult = {
  summary: PlanSummary;
  /** Why the plan is not whole; only with `allowPartial`. */
  failure?: TerraformError;
};

/** @public */
export type TerraformOutput = { value?: unknown; sensitive: boolean };

const outputsSchema = z.record(
  z.string(),
  z.object({
    value: z.unknown().optional(),
    sensitive: z.boolean().default(false),
  }),
);

/** What a run is made of. @internal */
export type TerraformRunOptions = {
  command: string;
  /** What the run is about, for messages: `stack orders in environment dev`. */
  subject: string;
  folder: RunFolder;
  env: NodeJS.ProcessEnv;
  log: LogLine;
  /** Takes secrets out of what Terraform and providers say. */
  redact: (text: string) => string;
  signal: AbortSignal;
  grace?: Grace;
  /** Runs installations of providers one after the other: Terraform's provider cache bears no two at a time. */
  oneAtATime: <T>(work: () => Promise<T>) => Promise<T>;
};

/**
 * One run: commands of Terraform on a private copy of a root module, with the credentials of this run.
 * Every method throws {@link TerraformError}.
 *
 * @public
 */
export class TerraformRun {
  readonly #options: TerraformRunOptions;
  #planned: PlanSummary | undefined;
  #outsideOnly: string[] | undefined;

  /** @internal */
  static create(options: TerraformRunOptions): TerraformRun {
    return new TerraformRun(options);
  }

  private constructor(options: TerraformRunOptions) {
    this.#options = options;
  }

  /** The folder with the root module, its variables and (after `init`) its lock file. */
  get root(): string {
    return this.#options.folder.root;
  }

  /** Installs providers and connects to the state. */
  async init(): Promise<void> {
    await this.#options.oneAtATime(() =>
      this.#run('Initialising', {
        args: [
          'init',
          '-json',
          '-input=false',
          ...this.#options.folder.backendArguments,
        ],
      }),
    );
  }

  /** Makes the next plan adopt resources that exist already instead of creating them. */
  async adopt(
    imports: readonly { address: string; id: string }[],
  ): Promise<void> {
    await writeImports(this.root, imports);
  }

  /**
   * Plans and keeps the plan for `apply`. What it does is told by the events of the run: to read the plan itself takes Terraform
   * as long again, so that is done on demand ({@link TerraformRun.readPlan}).
   */
  async plan(options: PlanOptions = {}): Promise<PlanResult> {
    this.#planned = undefined;
    this.#outsideOnly = undefined;
    const { planFile } = this.#options.folder;
    const events = this.#events('plan');
    let failure: TerraformError | undefined;
    let hasChanges = false;
    try {
      const exitCode = await this.#run('Planning', {
        events,
        successCodes: [0, PLAN_WITH_CHANGES],
        args: [
          'plan',
          '-json',
          '-input=false',
          '-detailed-exitcode',
          `-out=${planFile}`,
          ...(options.destroy ? ['-destroy'] : []),
          ...(options.refreshOnly ? ['-refresh-only'] : []),
          ...lockArguments(options.lock),
        ],
      });
      hasChanges = exitCode === PLAN_WITH_CHANGES;
    } catch (error) {
      const partial =
        options.allowPartial &&
        error instanceof TerraformError &&
        error.code !== 'cancelled' &&
        (await exists(planFile));
      if (!partial) {
        throw error;
      }
      failure = error;
    }
    const summary = summarizePlan(events.all, hasChanges);
    if (!failure) {
      this.#planned = summary;
      this.#outsideOnly = changedOutsideOnly(events.all, hasChanges);
    }
    return { summary, failure };
  }

  /** The last plan, also one that is not whole. */
  async readPlan(): Promise<Plan> {
    return planSchema.parse(await this.#show());
  }

  /** The last plan with what Terraform read of the code. */
  async readCodedPlan(): Promise<CodedPlan> {
    return codedPlanSchema.parse(await this.#show());
  }

  /**
   * The last plan, as far as it tells of drift: one that changes nothing is read without Terraform, and names only what was
   * changed outside.
   */
  async readDrift(): Promise<Plan> {
    const { planFile } = this.#options.folder;
    const drift =
      this.#outsideOnly &&
      (await readOutsideChanges(planFile, this.#outsideOnly));
    return drift ?? this.readPlan();
  }

  /**
   * Stops a run whose plan destroys or replaces though that was not allowed. Nothing is changed then.
   *
   * @throws TerraformError `destroy-refused` that names the resources.
   */
  checkDestroy(options: { allowDestroy: boolean }): void {
    const destroyed = destroyedBy(this.#lastPlan());
    if (destroyed.length > 0 && !options.allowDestroy) {
      throw new TerraformError({
        code: 'destroy-refused',
        message: `Nothing was applied to the ${
          this.#options.subject
        }: the plan would destroy or replace ${destroyed.join(
          ', ',
        )}. Allow that explicitly if it is meant.`,
      });
    }
  }

  /** Applies exactly what was planned, after {@link TerraformRun.checkDestroy}. */
  async apply(options: { allowDestroy: boolean }): Promise<PlanSummary> {
    const planned = this.#lastPlan();
    this.checkDestroy(options);
    // A plan applies once; a second apply would be stale.
    this.#planned = undefined;
    await this.#run('Applying', {
      args: [
        'apply',
        '-json',
        '-input=false',
        `-lock-timeout=${LOCK_TIMEOUT}`,
        this.#options.folder.planFile,
      ],
    });
    return planned;
  }

  /** The outputs of the state, sensitive ones among them: pick what you need. */
  async outputs(): Promise<Record<string, TerraformOutput>> {
    const text = await this.#read('Reading outputs', ['output', '-json']);
    return outputsSchema.parse(JSON.parse(text));
  }

  #lastPlan(): PlanSummary {
    if (!this.#planned) {
      throw new Error('There is no plan of this run to apply');
    }
    return this.#planned;
  }

  async #show(): Promise<unknown> {
    const { planFile } = this.#options.folder;
    const args = ['show', '-json', planFile];
    return JSON.parse(await this.#read('Reading the plan', args));
  }

  /** For commands whose output is the answer; it is never logged. */
  async #read(what: string, args: readonly string[]): Promise<string> {
    const lines: string[] = [];
    await this.#execute({ what, args, onLine: line => lines.push(line) });
    return lines.join('\n');
  }

  #events(command: string): RunEvents {
    const { log, redact } = this.#options;
    return RunEvents.create({ command, log, redact });
  }

  /** For commands whose output is events; answers the exit code. */
  async #run(
    what: string,
    options: {
      args: readonly string[];
      /** Takes the events. */
      events?: RunEvents;
      successCodes?: readonly number[];
    },
  ): Promise<number | undefined> {
    const { args, events = this.#events(args[0]), successCodes } = options;
    return this.#execute({
      what,
      args,
      diagnostics: events.diagnostics,
      successCodes,
      onLine: line => events.take(line),
    });
  }

  async #execute(options: {
    what: string;
    args: readonly string[];
    onLine: (line: string) => void;
    diagnostics?: Diagnostic[];
    successCodes?: readonly number[];
  }): Promise<number | undefined> {
    const { command, folder, env, signal, grace, subject, redact } =
      this.#options;
    const { successCodes = [0] } = options;
    const what = `${options.what} the ${subject}`;
    if (signal.aborted) {
      throw cancelled(what, 'It was not started.');
    }
    const { exitCode, stderr } = await runProcess({
      command,
      args: options.args,
      cwd: folder.root,
      env,
      onLine: options.onLine,
      signal,
      grace,
    });
    if (exitCode !== undefined && successCodes.includes(exitCode)) {
      return exitCode;
    }
    if (signal.aborted) {
      throw cancelled(
        what,
        exitCode === undefined
          ? 'Terraform had to be killed: the state may lack the last changes and may still be locked.'
          : 'Terraform saved the state and released the lock. Run it again to complete it.',
      );
    }
    throw diagnose({
      what,
      diagnostics: options.diagnostics ?? [],
      stderr: redact(stderr),
    });
  }
}

function cancelled(what: string, consequence: string): TerraformError {
  return new TerraformError({
    code: 'cancelled',
    message: `${what} was cancelled. ${consequence}`,
  });
}

function lockArguments(lock = true): string[] {
  return lock ? [`-lock-timeout=${LOCK_TIMEOUT}`] : ['-lock=false'];
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
