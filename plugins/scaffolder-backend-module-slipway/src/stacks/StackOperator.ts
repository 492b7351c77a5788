import { ConflictError, InputError } from '@backstage/errors';
import { type JsonObject } from '@backstage/types';
import { type Stack } from '@slipway/plugin-slipway-common';
import {
  createStackBundle,
  stackId,
  TerraformError,
  type Identity,
  type Plan,
  type PlanSummary,
  type StateStore,
  type TerraformRun,
  type TerraformRunner,
} from '@slipway/plugin-slipway-node';
import { type ActionRun } from '../access';
import { type EnvironmentAccess } from '../environments';
import { withBundle } from './withBundle';

/** Where the root module of an operation comes from. */
export type StackSource =
  | { from: 'shipped' }
  /** A folder of the task's workspace. */
  | { from: 'folder'; path: string }
  /** What the last apply declared. */
  | { from: 'bundle' };

/** A resource that exists though the state does not know it. */
export type Adoption = {
  address: string;
  /** What Terraform imports it by. */
  id: string;
};

/** A stack to work on. */
export type StackTarget = {
  access: EnvironmentAccess;
  stack: Stack;
  source: StackSource;
  variables?: JsonObject;
  /** Who works; the operator for `bootstrap`, the stack user for all others. */
  identity: Identity;
  run: ActionRun;
};

/** The state that a person looked at when they decided to apply. */
export type ExpectedState = {
  serial?: number;
  lineage?: string;
};

/** What an apply did. */
export type ApplyResult = {
  summary: PlanSummary;
  /** Serial of the state after it; `undefined` when there is no state. */
  serial?: number;
};

/** Plans, applies and destroys stacks, and keeps the bundle beside the state. */
export class StackOperator {
  readonly #runner: TerraformRunner;

  static create(options: { runner: TerraformRunner }): StackOperator {
    return new StackOperator(options);
  }

  private constructor(options: { runner: TerraformRunner }) {
    this.#runner = options.runner;
  }

  /** Plans without a lock; nothing is changed. */
  async plan(
    target: StackTarget,
    options: { destroy?: boolean; stateLocation?: 'temporary' } = {},
  ): Promise<PlanSummary> {
    return this.#withRun(
      target,
      async run => {
        await run.init();
        const { summary } = await run.plan({
          lock: false,
          destroy: options.destroy,
        });
        return summary;
      },
      options.stateLocation,
    );
  }

  /**
   * Plans and applies exactly that plan. What is declared is stored before the apply, so that an apply that fails
   * half-way can be completed from it.
   */
  async apply(
    target: StackTarget,
    options: {
      allowDestroy: boolean;
      /** Refuses to apply to another state than this one. */
      expected?: ExpectedState;
      /** Names resources that exist although the plan would create them; they are adopted by a second plan. */
      findAdoptions?: (plan: Plan) => Promise<Adoption[]>;
    },
  ): Promise<ApplyResult> {
    const { access, stack, identity, run: action } = target;
    const store = access.store(identity);
    return this.#withRun(target, async run => {
      await run.init();
      const summary = await planWithAdoptions(run, options);
      // After the plan: a state that moves later makes the plan stale, which Terraform itself refuses.
      await checkExpected(store, stack, options.expected);
      run.checkDestroy(options);
      await keepBundle(store, {
        stack,
        body: await createStackBundle(run.root),
        author: action.user?.ref,
      });
      if (summary.hasChanges) {
        await explainLock(store, stack, () => run.apply(options));
      }
      return { summary, serial: await readSerial(store, stack) };
    });
  }

  /** Destroys everything in a stack. Its state object stays, empty. */
  async destroy(target: StackTarget): Promise<ApplyResult> {
    const { access, stack, identity } = target;
    const store = access.store(identity);
    return this.#withRun(target, async run => {
      await run.init();
      const { summary } = await run.plan({ destroy: true });
      if (summary.hasChanges) {
        await explainLock(store, stack, () =>
          run.apply({ allowDestroy: true }),
        );
      }
      return { summary, serial: await readSerial(store, stack) };
    });
  }

  async #withRun<T>(
    target: StackTarget,
    use: (run: TerraformRun) => Promise<T>,
    stateLocation?: 'temporary',
  ): Promise<T> {
    const { access, stack, identity, run, variables } = target;
    return this.#withSource(target, source =>
      this.#runner.withRun(
        {
          environment: access.environment,
          stack,
          credentials: access.credentials.provider(identity),
          source,
          variables,
          stateLocation,
          log: line => run.logger.info(line),
          signal: run.signal,
        },
        use,
      ),
    );
  }

  async #withSource<T>(
    target: StackTarget,
    use: (folder: string) => Promise<T>,
  ): Promise<T> {
    const { source, stack } = target;
    switch (source.from) {
      case 'shipped':
        return use(this.#runner.shippedRoot(stack.kind));
      case 'folder':
        return use(source.path);
      case 'bundle':
        return withBundle(target, use);
      default:
        throw new InputError('Unknown source of a root module');
    }
  }
}

async function planWithAdoptions(
  run: TerraformRun,
  options: { findAdoptions?: (plan: Plan) => Promise<Adoption[]> },
): Promise<PlanSummary> {
  const { summary } = await run.plan();
  if (!options.findAdoptions) {
    return summary;
  }
  const adoptions = await options.findAdoptions(await run.readPlan());
  if (adoptions.length === 0) {
    return summary;
  }
  await run.adopt(adoptions);
  return (await run.plan()).summary;
}

async function keepBundle(
  store: StateStore,
  bundle: { stack: Stack; body: Buffer; author?: string },
): Promise<void> {
  const { stack, body, author } = bundle;
  const stored = await store.readBundle(stack);
  // The same declaration keeps its author and its time.
  if (!stored?.body.equals(body)) {
    await store.writeBundle(stack, { body, author });
  }
}

// Whether a failed apply left its lock behind is the first thing a person needs to know.
async function explainLock<T>(
  store: StateStore,
  stack: Stack,
  apply: () => Promise<T>,
): Promise<T> {
  try {
    return await apply();
  } catch (error) {
    if (!(error instanceof TerraformError) || error.code === 'state-locked') {
      throw error;
    }
    const lock = await store.readLock(stack).catch(() => undefined);
    const note = lock
      ? `The lock ${lock.id ?? ''} is still held.`
      : 'What was done is in the state and nothing is locked; run it again to complete it.';
    throw new TerraformError({
      code: error.code,
      message:
        error.code === 'cancelled' && !lock
          ? error.message
          : `${error.message} ${note}`,
      diagnostics: error.diagnostics,
      lock,
    });
  }
}

async function checkExpected(
  store: StateStore,
  stack: Stack,
  expected: ExpectedState = {},
): Promise<void> {
  const { serial, lineage } = expected;
  if (serial === undefined && lineage === undefined) {
    return;
  }
  const found = await readIdentity(store, stack);
  if (lineage !== undefined && found?.lineage !== lineage) {
    throw new ConflictError(
      `Nothing was applied: the state of the stack ${stackId(
        stack,
      )} is not the one that was looked at, it has another lineage. See the state facet of the service.`,
    );
  }
  if (serial !== undefined && found?.serial !== serial) {
    throw new ConflictError(
      `Nothing was applied: the state of the stack ${stackId(
        stack,
      )} has moved from serial ${serial} to ${
        found?.serial ?? 'none'
      } since it was looked at. Check the drift again, then decide anew.`,
    );
  }
}

async function readSerial(
  store: StateStore,
  stack: Stack,
): Promise<number | undefined> {
  return (await readIdentity(store, stack))?.serial;
}

async function readIdentity(
  store: StateStore,
  stack: Stack,
): Promise<ExpectedState | undefined> {
  const state = await store.readState(stack);
  if (!state || state === 'not-modified') {
    return undefined;
  }
  const { serial, lineage } = JSON.parse(state.body.toString('utf8'));
  return {
    serial: typeof serial === 'number' ? serial : undefined,
    lineage: typeof lineage === 'string' ? lineage : undefined,
  };
}
