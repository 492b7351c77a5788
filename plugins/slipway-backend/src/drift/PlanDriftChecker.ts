import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LoggerService } from '@backstage/backend-plugin-api';
import { type Stack } from '@slipway/plugin-slipway-common';
import {
  type Environment,
  extractStackBundle,
  type PlanResult,
  type RunOptions,
  type StateStore,
  TerraformError,
  type TerraformRunner,
  assessState,
} from '@slipway/plugin-slipway-node';
import { callAws, ProblemError } from '../problems';
import { type StackKey } from '../stacks';
import { classifyPlan } from './classifyPlan';
import { type DriftChecker } from './DriftCheckQueue';
import { type StoredCheck } from './DriftCheckStore';
import { terraformProblem } from './terraformProblem';

// More would not be read, and would make a row of the database large.
const MAX_FINDINGS = 500;

/** What a check reads an environment with. */
export interface DriftCheckAccess {
  environment: Environment;
  state: Pick<StateStore, 'readState' | 'readBundle'>;
  /** The reader's credentials. */
  credentials: RunOptions['credentials'];
}

/**
 * Makes a full check: one plan of the stack bundle, which is what was declared at the last apply, with the reader's
 * credentials and without taking the lock.
 */
export class PlanDriftChecker implements DriftChecker {
  readonly #runner: Pick<TerraformRunner, 'withRun'>;
  readonly #accessOf: (environment: string) => DriftCheckAccess;
  readonly #logger: LoggerService;

  static create(options: {
    runner: Pick<TerraformRunner, 'withRun'>;
    accessOf: (environment: string) => DriftCheckAccess;
    logger: LoggerService;
  }): PlanDriftChecker {
    return new PlanDriftChecker(options);
  }

  private constructor(options: {
    runner: Pick<TerraformRunner, 'withRun'>;
    accessOf: (environment: string) => DriftCheckAccess;
    logger: LoggerService;
  }) {
    this.#runner = options.runner;
    this.#accessOf = options.accessOf;
    this.#logger = options.logger;
  }

  async check(key: StackKey, signal: AbortSignal): Promise<StoredCheck> {
    const started = Date.now();
    const access = this.#accessOf(key.environment);
    const serial = await readSerial(key, access);
    const { plan, failure } = await this.#plan(key, { access, signal });
    if ((await readSerial(key, access)) !== serial) {
      throw new ProblemError({
        code: 'check-pending',
        message: `The stack ${key.stack} in environment ${key.environment} was applied while it was checked`,
        remedy: 'It is checked again within a minute',
      });
    }
    const findings = classifyPlan(plan);
    return {
      checkedAt: new Date(started).toISOString(),
      durationMs: Date.now() - started,
      complete: !failure && !plan.errored && findings.length <= MAX_FINDINGS,
      findings: findings.slice(0, MAX_FINDINGS),
      serial,
    };
  }

  async #plan(
    key: StackKey,
    options: { access: DriftCheckAccess; signal: AbortSignal },
  ): Promise<PlanResult> {
    const { access, signal } = options;
    const { environment, credentials } = access;
    const bundle = await readBundle(key, access);
    const source = await mkdtemp(join(tmpdir(), 'slipway-drift-'));
    try {
      await extractStackBundle(bundle, source);
      const result = await this.#runner.withRun(
        { environment, stack: stackOf(key), credentials, source, signal },
        async run => {
          await run.init();
          return run.plan({ lock: false, allowPartial: true });
        },
      );
      if (result.failure) {
        this.#logger.warn(
          `The drift check of ${key.stack} in ${key.environment} read only a part`,
          result.failure,
        );
      }
      return result;
    } catch (error) {
      throw error instanceof TerraformError
        ? new ProblemError(terraformProblem(error, key), error)
        : error;
    } finally {
      await rm(source, { recursive: true, force: true });
    }
  }
}

async function readSerial(
  key: StackKey,
  { state }: DriftCheckAccess,
): Promise<number> {
  const { environment, stack } = key;
  const subject = `state of the stack ${stack}`;
  const object = await callAws(
    { action: 's3:GetObject', subject, environment },
    () => state.readState(stackOf(key)),
  );
  if (object === undefined || object === 'not-modified') {
    throw new ProblemError({
      code: 'no-state',
      message: `The stack ${stack} has no state in environment ${environment}`,
      remedy: 'See the state facet',
    });
  }
  const { soundness, finding, serial } = assessState(object.body);
  if (soundness === 'no-resources') {
    throw new ProblemError({
      code: 'no-state',
      message: `The stack ${stack} has no resources in environment ${environment}: it was retired, or its state was lost`,
      remedy: 'See the state facet',
    });
  }
  // Terraform would plan to create everything again and call that a clean plan.
  if (soundness !== 'sound' || serial === undefined) {
    throw new ProblemError({
      code: 'state-damaged',
      message: `The state of the stack ${stack} in environment ${environment} is ${soundness}: a plan would mean nothing`,
      remedy: finding?.remedy ?? 'See the state facet',
    });
  }
  return serial;
}

async function readBundle(
  key: StackKey,
  { state }: DriftCheckAccess,
): Promise<Buffer> {
  const { environment, stack } = key;
  const subject = `bundle of the stack ${stack}`;
  const bundle = await callAws(
    { action: 's3:GetObject', subject, environment },
    () => state.readBundle(stackOf(key)),
  );
  if (!bundle) {
    throw new ProblemError({
      code: 'not-found',
      message: `The stack ${stack} has no stack bundle in environment ${environment}, so it is not known what was declared`,
      remedy: 'Apply the stack once with Slipway, which stores it',
    });
  }
  return bundle.body;
}

function stackOf({ stack }: StackKey): Stack {
  return { kind: 'service', name: stack };
}
