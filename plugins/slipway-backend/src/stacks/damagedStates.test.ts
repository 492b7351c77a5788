import { assessState } from '@slipway/plugin-slipway-node';
import { changedState, recordedState } from '../__testUtils__/recordedState';
import { seededRandom } from '../__testUtils__/seededRandom';
import { compareStates } from './compareStates';

const original = {
  assessment: assessState(recordedState),
  size: recordedState.length,
};

/** What is seen of an object that lies where the recorded state lay: its soundness, or `doubtful` beside the recorded one. */
function judge(body: Buffer | 'deleted'): string {
  const assessment = assessState(body);
  const size = body === 'deleted' ? 0 : body.length;
  const finding =
    assessment.finding ??
    (assessment.digest
      ? compareStates({ assessment, size }, original)
      : undefined);
  if (finding) {
    expect(finding.message).toMatch(/^\S.*[^.]$/);
    expect(finding.remedy).toMatch(/^\S.*[^.]$/);
  }
  return assessment.soundness === 'sound' && finding
    ? 'doubtful'
    : assessment.soundness;
}

/** Prints how often each was seen. */
function tell(what: string, seen: readonly string[]): void {
  const counts = [...new Set(seen)].map(
    name => `${seen.filter(other => other === name).length} ${name}`,
  );
  process.stdout.write(`${what}: ${seen.length}, ${counts.join(', ')}\n`);
}

const text = recordedState.toString('utf8');
const set = (change: object) =>
  changedState(state => Object.assign(state, change));
const inService = (change: object) =>
  changedState(state => {
    const service = state.resources.find(
      ({ type }) => type === 'aws_ecs_service',
    );
    Object.assign(service ?? {}, change);
  });
const inInstance = (change: object) =>
  changedState(state => {
    const service = state.resources.find(
      ({ type }) => type === 'aws_ecs_service',
    );
    Object.assign(service?.instances[0] ?? {}, change);
  });
const inAttributes = (change: object) =>
  changedState(state => {
    const service = state.resources.find(
      ({ type }) => type === 'aws_ecs_service',
    );
    Object.assign(service?.instances[0]?.attributes ?? {}, change);
  });
const without = (key: string) => changedState(state => delete state[key]);

describe('the recorded state', () => {
  it('is sound, by itself and beside itself', () => {
    expect(judge(recordedState)).toBe('sound');
    expect(original.assessment.resourceCount).toBeGreaterThan(10);
  });

  it('stays sound as Terraform goes on with it', () => {
    const next = { serial: (original.assessment.serial ?? 0) + 1 };
    expect(judge(set({ ...next, terraform_version: '9.9.9' }))).toBe('sound');
  });
});

// Every object that Terraform 1.11.4 was given in place of a state; those that it takes without a word come first.
const CASES: [name: string, body: Buffer | 'deleted', seen: string][] = [
  ['no bytes', Buffer.alloc(0), 'empty'],
  ['a delete marker', 'deleted', 'deleted'],
  ['a header only', Buffer.from('{"version":4}'), 'no-resources'],
  ['no resource list', without('resources'), 'no-resources'],
  ['an empty resource list', set({ resources: [] }), 'no-resources'],
  ['an old header', set({ version: 3 }), 'unsupported-version'],
  [
    'an unreadable provider',
    inService({ provider: 'provider.aws?' }),
    'malformed',
  ],
  ['no lineage', without('lineage'), 'malformed'],
  ['an unknown attribute', inAttributes({ odd: 1 }), 'doubtful'],
  [
    'a check of no kind',
    set({ check_results: [{ object_kind: 'odd' }] }),
    'doubtful',
  ],
  ['a truncated state', recordedState.subarray(0, 2000), 'malformed'],
  ['HTML', Buffer.from('<html></html>'), 'malformed'],
  ['a byte order mark', Buffer.from(`\uFEFF${text}`), 'malformed'],
  ['merge markers', Buffer.from(`<<<<<<< HEAD\n${text}=======\n`), 'malformed'],
  ['two states', Buffer.concat([recordedState, recordedState]), 'malformed'],
  ['white space', Buffer.from(' \n '), 'malformed'],
  ['an empty object', Buffer.from('{}'), 'malformed'],
  ['null', Buffer.from('null'), 'malformed'],
  ['no version', without('version'), 'malformed'],
  [
    'a state that OpenTofu encrypted',
    Buffer.from(
      '{"serial":1,"lineage":"l","meta":{},"encrypted_data":"YQ==","encryption_version":"v0"}',
    ),
    'encrypted',
  ],
  ['a version to come', set({ version: 5 }), 'unsupported-version'],
  ['a version as text', set({ version: '4' }), 'malformed'],
  ['a serial as text', set({ serial: '12' }), 'malformed'],
  ['a serial below nothing', set({ serial: -1 }), 'malformed'],
  ['resources as text', set({ resources: 'x' }), 'malformed'],
  [
    'a resource twice',
    changedState(state => state.resources.push(...state.resources.slice(-1))),
    'malformed',
  ],
  ['a mode that is none', inService({ mode: 'odd' }), 'malformed'],
  ['a status that is none', inInstance({ status: 'weird' }), 'malformed'],
  [
    'a Terraform version that is none',
    set({ terraform_version: 'new' }),
    'malformed',
  ],
  [
    'an output of no type',
    set({ outputs: { url: { value: 'x', type: 'odd' } } }),
    'malformed',
  ],
  [
    'a schema version of a newer provider',
    inInstance({ schema_version: 99 }),
    'malformed',
  ],
  [
    'an attribute of another type',
    inAttributes({ desired_count: 'two' }),
    'malformed',
  ],
];

describe('an object in place of the state', () => {
  it.each(CASES)('is recognised: %s', (_name, body, expected) => {
    expect(judge(body)).toBe(expected);
  });

  it('is green in none of the 32 cases', () => {
    const seen = CASES.map(([, body]) => judge(body));
    expect(seen).toHaveLength(32);
    expect(seen).not.toContain('sound');
    tell('Objects in place of a state', seen);
  });
});

describe('a state beside the version before it', () => {
  const serial = original.assessment.serial ?? 0;

  it.each<[string, Buffer, RegExp]>([
    ['a lower serial', set({ serial: serial - 1 }), /went down/],
    [
      'another lineage',
      set({ lineage: 'b5b2f5f0-0000-4000-8000-000000000000' }),
      /lineage/,
    ],
    [
      'the same serial with another value',
      inAttributes({ desired_count: 9 }),
      /same serial/,
    ],
    [
      'fewer resources',
      changedState(state => {
        state.serial += 1;
        state.resources = state.resources.slice(0, 9);
      }),
      /resources vanished/,
    ],
    [
      'as many resources with less in them',
      changedState(state => {
        state.serial += 1;
        for (const resource of state.resources) {
          for (const instance of resource.instances) {
            instance.attributes = {};
          }
        }
      }),
      /shrank/,
    ],
  ])('is doubtful with %s', (_name, body, message) => {
    const assessment = assessState(body);
    expect(assessment.soundness).toBe('sound');
    const finding = compareStates({ assessment, size: body.length }, original);
    expect(finding?.message).toMatch(message);
  });
});

/**
 * Recognised means: it is not JSON, not a state, or says something else than the version before it without being a later
 * one. Equivalent means: Terraform reads the same content from it, if under a higher serial.
 */
describe('a real state with one accident', () => {
  const random = seededRandom(20261123);
  const at = (length: number) => Math.floor(random() * length);
  const damaged = [
    ...Array.from({ length: 100 }, () =>
      recordedState.subarray(0, at(recordedState.length)),
    ),
    ...Array.from({ length: 100 }, () => {
      const copy = Buffer.from(recordedState);
      const index = at(copy.length);
      copy.writeUInt8(copy.readUInt8(index) ^ (1 << at(8)), index);
      return copy;
    }),
  ];

  it('is recognised in 200 of 200 cases, or says the same', () => {
    const verdicts = damaged.map(body => {
      const verdict = judge(body);
      const same = assessState(body).digest === original.assessment.digest;
      return verdict === 'sound' && same ? 'equivalent' : verdict;
    });
    expect(verdicts).toHaveLength(200);
    expect(verdicts).not.toContain('sound');
    tell('Truncations and bit flips of a real state', verdicts);
    expect(
      verdicts.filter(verdict => verdict === 'doubtful').length,
    ).toBeGreaterThan(20);
    expect(
      verdicts.filter(verdict => verdict === 'equivalent').length,
    ).toBeLessThan(5);
  });

  it('is recognised for every single bit of the header', () => {
    const header = recordedState.indexOf('"outputs"');
    const unseen: number[] = [];
    for (let bit = 0; bit < header * 8; bit += 1) {
      const copy = Buffer.from(recordedState);
      const index = bit >> 3;
      copy.writeUInt8(copy.readUInt8(index) ^ (1 << (bit & 7)), index);
      const same = assessState(copy).digest === original.assessment.digest;
      if (judge(copy) === 'sound' && !same) {
        unseen.push(bit);
      }
    }
    expect(unseen).toEqual([]);
  });
});
