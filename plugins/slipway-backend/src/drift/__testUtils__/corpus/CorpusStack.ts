import { needsAttention, type Stack } from '@slipway/plugin-slipway-common';
import {
  addressOf,
  stateFileSchema,
  type Plan,
  type StateStore,
  type TerraformRun,
} from '@slipway/plugin-slipway-node';
import { classifyPlan } from '../../classifyPlan';
import { explainDrift } from '../../explainDrift';
import { type CorpusScore } from './CorpusScore';
import { type DriftCase, type StateAttributes } from './DriftCase';
import { type HandChanges } from './HandChanges';

/** A stack that was applied, to be changed by hand and checked. */
export class CorpusStack {
  readonly #run: TerraformRun;
  readonly #store: Pick<StateStore, 'readState'>;
  readonly #stack: Stack;
  readonly #hand: HandChanges;
  // What all changes since the last apply are to be found by.
  readonly #standing = new Set<string>();

  constructor(options: {
    run: TerraformRun;
    store: Pick<StateStore, 'readState'>;
    stack: Stack;
    hand: HandChanges;
  }) {
    this.#run = options.run;
    this.#store = options.store;
    this.#stack = options.stack;
    this.#hand = options.hand;
  }

  /** Applies, so that reality is what the code says. */
  async mend(): Promise<void> {
    await this.#run.plan();
    await this.#run.apply({ allowDestroy: true });
    this.#standing.clear();
  }

  /** Checks that nothing is found, and that what was read without Terraform is what Terraform says. */
  async checkClean(score: CorpusScore): Promise<void> {
    score.judge(await this.#check(), new Set());
    const read = textsOf(await this.#run.readDrift());
    const told = textsOf(await this.#run.readPlan());
    if (read !== told) {
      throw new Error(
        `Terraform says ${told}, and without it was read ${read}`,
      );
    }
  }

  /** Makes changes by hand, and checks that they are found beside those that were made before. */
  async checkRound(
    round: readonly DriftCase[],
    score: CorpusScore,
  ): Promise<void> {
    const state = await this.#readState();
    for (const { change } of round) {
      await change(this.#hand, state);
    }
    score.changes += round.length;
    for (const text of round.flatMap(({ finds }) => finds)) {
      this.#stand(text);
    }
    score.judge(await this.#check(), this.#standing);
  }

  #stand(text: string): void {
    for (const other of this.#standing) {
      // Nothing more is found of a resource that is gone.
      if (other.startsWith(`${text} `)) {
        this.#standing.delete(other);
      }
    }
    this.#standing.add(text);
  }

  async #check(): Promise<Set<string>> {
    await this.#run.plan({ lock: false });
    const findings = explainDrift(
      classifyPlan(await this.#run.readDrift()),
      new Set(),
    ).filter(needsAttention);
    return new Set(
      findings.map(({ kind, address, attribute }) =>
        [kind === 'configuration' ? '' : kind, address, attribute]
          .filter(Boolean)
          .join(' '),
      ),
    );
  }

  async #readState(): Promise<StateAttributes> {
    const object = await this.#store.readState(this.#stack);
    if (!object || object === 'not-modified') {
      throw new Error('There is no state');
    }
    const file = stateFileSchema.parse(JSON.parse(object.body.toString()));
    const byAddress = new Map(
      file.resources.flatMap(resource =>
        resource.instances.map(instance => [
          addressOf(resource, instance.index_key),
          instance.attributes,
        ]),
      ),
    );
    return address => {
      const attributes = byAddress.get(address);
      if (!attributes) {
        throw new Error(`The state has no ${address}`);
      }
      return attributes as Record<string, string>;
    };
  }
}

function textsOf(plan: Plan): string {
  return classifyPlan(plan)
    .map(finding => JSON.stringify(finding))
    .sort()
    .join('\n');
}
