import { NotFoundError } from '@backstage/errors';
import {
  type StateDifference,
  type StateVersions,
  type StateVersionSummary,
} from '@slipway/plugin-slipway-common';
import {
  type StackVersions,
  type StateVersion,
} from '@slipway/plugin-slipway-node';
import { ProblemError } from '../../problems';
import { bindingProblem, type StackServiceKey } from '../../services';
import { type ReadState, type StackReader } from '../../stacks';
import { ownerFacts } from '../ownerFacts';
import { type StateVersionReader } from './StateVersionReader';
import { bundleOf, lockOf } from './versionOrigin';
import { versionsPage } from './versionsPage';

/**
 * The versions of a service's state, and what differs between two of them. A stack may have belonged to another entity: each
 * version says itself whose it is, and of one that names another entity nothing is told but that it is there.
 */
export class StateVersionList {
  readonly #stacks: StackReader;
  readonly #reader: StateVersionReader;

  static create(options: {
    stacks: StackReader;
    reader: StateVersionReader;
  }): StateVersionList {
    return new StateVersionList(options);
  }

  private constructor(options: {
    stacks: StackReader;
    reader: StateVersionReader;
  }) {
    this.#stacks = options.stacks;
    this.#reader = options.reader;
  }

  /**
   * One page of versions, newest first.
   *
   * @param start - id of its first version, as the page before it said
   * @throws ProblemError, or NotFoundError for an id that the list does not have.
   */
  async page(key: StackServiceKey, start?: string): Promise<StateVersions> {
    await this.#requireOwner(key);
    const all = await this.#reader.list(key);
    const found = versionsPage(all.states, start);
    if (!found) {
      throw noSuchVersion(key);
    }
    return {
      versions: await Promise.all(
        found.page.map(version => this.#summarize(key, { version, all })),
      ),
      total: all.states.length,
      next: found.next,
      complete: all.complete,
    };
  }

  /**
   * What differs between two versions.
   *
   * @throws ProblemError, or NotFoundError for an id that the list does not have.
   */
  async difference(
    key: StackServiceKey,
    ids: { from: string; to: string },
  ): Promise<StateDifference> {
    await this.#requireOwner(key);
    const { states } = await this.#reader.list(key);
    const find = (id: string) => {
      const version = states.find(({ versionId }) => versionId === id);
      if (!version) {
        throw noSuchVersion(key);
      }
      return version;
    };
    const versions = { from: find(ids.from), to: find(ids.to) };
    const { from, to, difference } = await this.#reader.compare(key, versions);
    requireOwnVersion(key, from);
    requireOwnVersion(key, to);
    return {
      from: { id: ids.from, ...compared(versions.from, from) },
      to: { id: ids.to, ...compared(versions.to, to) },
      ...difference,
    };
  }

  async #requireOwner(key: StackServiceKey): Promise<void> {
    const answer = await this.#stacks.read(key);
    if (!answer.value) {
      throw new ProblemError(answer.problem);
    }
    const facts = ownerFacts(answer.value);
    const unbound = facts && bindingProblem(key, facts);
    if (unbound) {
      throw new ProblemError(unbound);
    }
  }

  async #summarize(
    key: StackServiceKey,
    of: { version: StateVersion; all: StackVersions },
  ): Promise<StateVersionSummary> {
    const { version, all } = of;
    const { assessment, facts } = await this.#reader.read(key, version);
    const head: StateVersionSummary = {
      id: version.versionId ?? 'null',
      current: version === all.states[0],
      lastModified: version.lastModified.toISOString(),
      size: version.size,
      soundness: assessment.soundness,
    };
    const empty = assessment.resourceCount === 0;
    if (!facts || (!empty && bindingProblem(key, facts))) {
      return head;
    }
    const { serial, lineage, terraformVersion, resourceCount } = assessment;
    return {
      ...head,
      serial,
      lineage,
      terraformVersion,
      resourceCount,
      ...(await this.#origin(key, of)),
    };
  }

  async #origin(
    key: StackServiceKey,
    of: { version: StateVersion; all: StackVersions },
  ): Promise<Partial<StateVersionSummary>> {
    const { version, all } = of;
    const lockVersion = lockOf(version, all.locks);
    const bundleVersion = bundleOf(version, all.bundles);
    const [lock, bundle] = await Promise.all([
      lockVersion && this.#reader.readLock(key, lockVersion),
      bundleVersion && this.#reader.readBundleOrigin(key, bundleVersion),
    ]);
    return {
      writtenBy: lock?.who,
      operation: lock?.operation,
      declaredBy: bundle?.author,
    };
  }
}

function requireOwnVersion(
  key: StackServiceKey,
  { assessment, facts }: ReadState,
): void {
  const unbound =
    facts && assessment.resourceCount !== 0 && bindingProblem(key, facts);
  if (unbound) {
    throw new ProblemError(unbound);
  }
}

function compared({ deleted }: StateVersion, { assessment }: ReadState) {
  const { soundness, serial } = assessment;
  return { soundness: deleted ? ('deleted' as const) : soundness, serial };
}

function noSuchVersion({ stack, environment }: StackServiceKey): NotFoundError {
  return new NotFoundError(
    `The state of the stack ${stack} in environment ${environment} has no such version; load the versions again`,
  );
}
