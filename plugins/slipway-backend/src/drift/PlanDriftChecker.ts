import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { type CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { type LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { type DriftFinding, type Stack } from '@slipway/plugin-slipway-common';
import {
  type Environment,
  type Plan,
  type RunOptions,
  type StateStore,
  TerraformError,
  type TerraformRunner,
} from '@slipway/plugin-slipway-node';
import { callAws, ProblemError } from '../problems';
import { type StackKey } from '../stacks';
import { autoscaledServices } from './autoscaledServices';
import { classifyPlan } from './classifyPlan';
import { type DriftChecker } from './DriftCheckQueue';
import { type StoredCheck } from './StoredCheck';
import { explainDrift } from './explainDrift';
import { findAuthors } from './findAuthors';
import { IGNORE_FILE, parseIgnoreFile } from './ignoreRules';
import {
  hasMoved,
  readAddresses,
  readSoundState,
  type SoundState,
} from './readSoundState';
import { terraformProblem } from './terraformProblem';

// More would not be read, and would make a row of the database large.
const MAX_FINDINGS = 500;

type IgnoreFile = ReturnType<typeof parseIgnoreFile>;

/** What a check reads an environment with. */
export interface DriftCheckAccess {
  environment: Environment;
  state: Pick<StateStore, 'readState' | 'readBundle'>;
  scaling: Pick<ApplicationAutoScalingClient, 'send'>;
  trail: Pick<CloudTrailClient, 'send'>;
  /** The reader's credentials. */
  credentials: RunOptions['credentials'];
}

/**
 * Makes a full check: one plan of the stack bundle, which is what was declared at the last apply, with the reader's
 * credentials and without taking the lock.
 */
export class PlanDriftChecker implements DriftChecker {
  readonly #runner: Pick<TerraformRunner, 'withBundle'>;
  readonly #accessOf: (environment: string) => DriftCheckAccess;
  readonly #logger: LoggerService;

  static create(options: {
    runner: Pick<TerraformRunner, 'withBundle'>;
    accessOf: (environment: string) => DriftCheckAccess;
    logger: LoggerService;
  }): PlanDriftChecker {
    return new PlanDriftChecker(options);
  }

  private constructor(options: {
    runner: Pick<TerraformRunner, 'withBundle'>;
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
    const [state, bundle] = await Promise.all([
      readSoundState(key, access.state),
      readBundle(key, access),
    ]);
    const { plan, failure, ignoreFile } = await this.#plan(key, {
      access,
      bundle,
      signal,
    });
    if (await hasMoved(key, { from: state, source: access.state })) {
      throw new ProblemError({
        code: 'check-pending',
        message: `The stack ${key.stack} in environment ${key.environment} was applied while it was checked`,
        remedy: 'It is checked again within a minute',
      });
    }
    const findings = await this.#findings(plan, { access, state });
    const partial = failure !== undefined || plan.errored;
    return {
      checkedAt: new Date(started).toISOString(),
      durationMs: Date.now() - started,
      complete: !partial && findings.length <= MAX_FINDINGS,
      findings: findings.slice(0, MAX_FINDINGS),
      unread: partial
        ? unreadAddresses(await readAddresses(key, access.state), plan)
        : [],
      failedChecks: plan.checks
        .filter(({ status }) => status === 'fail' || status === 'error')
        .map(({ address }) => address.to_display),
      notices: [
        ...(ignoreFile.problem ? [ignoreFile.problem] : []),
        ...(failure ? [terraformProblem(failure, key).message] : []),
      ],
      serial: state.serial,
      entityRef: state.entityRef,
      rules: ignoreFile.problem === undefined ? ignoreFile.rules : [],
    };
  }

  async #findings(
    plan: Plan,
    options: { access: DriftCheckAccess; state: SoundState },
  ): Promise<DriftFinding[]> {
    const { access, state } = options;
    const logger = this.#logger;
    const findings = classifyPlan(plan);
    const { scaling, trail, environment } = access;
    const autoscaled = await autoscaledServices(findings, plan, {
      scaling,
      logger,
    });
    return findAuthors(explainDrift(findings, autoscaled), plan, {
      trail,
      since: state.lastModified,
      applier: `${environment.prefix}-stack-user`,
      logger,
    });
  }

  async #plan(
    key: StackKey,
    options: { access: DriftCheckAccess; bundle: Buffer; signal: AbortSignal },
  ): Promise<{
    plan: Plan;
    failure?: TerraformError;
    ignoreFile: IgnoreFile;
  }> {
    const { access, bundle, signal } = options;
    const { environment, credentials } = access;
    try {
      const result = await this.#runner.withBundle(
        { environment, stack: stackOf(key), credentials, bundle, signal },
        async run => {
          const { failure } = await run.plan({
            lock: false,
            allowPartial: true,
          });
          return {
            plan: await run.readDrift(),
            failure,
            ignoreFile: await readIgnoreFile(run.root),
          };
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
    }
  }
}

// A plan that failed names only what it got to.
function unreadAddresses(addresses: readonly string[], plan: Plan): string[] {
  const read = new Set(plan.resource_changes.map(({ address }) => address));
  return addresses.filter(address => !read.has(address)).slice(0, MAX_FINDINGS);
}

async function readIgnoreFile(root: string): Promise<IgnoreFile> {
  try {
    return parseIgnoreFile(await readFile(join(root, IGNORE_FILE), 'utf8'));
  } catch (error) {
    if (isError(error) && error.code === 'ENOENT') {
      return { rules: [] };
    }
    throw error;
  }
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
