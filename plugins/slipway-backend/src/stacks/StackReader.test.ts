import { mockServices } from '@backstage/backend-test-utils';
import { type StateVersion } from '@slipway/plugin-slipway-node';
import { IMAGE, ordersState } from '../__testUtils__/ordersState';
import { StackReader, type StateSource } from './StackReader';

const key = { environment: 'local', stack: 'orders' };
const state = (serial: number, desiredCount = 2) =>
  JSON.stringify(ordersState({ image: IMAGE, serial, desiredCount }));

/** A bucket with versions of one state, the newest first. */
class FakeSource implements StateSource {
  readonly calls: string[] = [];
  texts: string[] = [];
  listFails = false;

  async readState(
    _stack: unknown,
    options: { etag?: string; versionId?: string } = {},
  ) {
    const { etag, versionId = this.#head(0).versionId } = options;
    this.calls.push(`state ${options.versionId ?? ''}`.trim());
    const index = this.texts.length - Number(versionId);
    const head = this.#head(index);
    return head.etag === etag
      ? ('not-modified' as const)
      : { ...head, body: Buffer.from(this.texts[index] ?? '') };
  }

  async readLock() {
    this.calls.push('lock');
    return undefined;
  }

  async listStateVersions(): Promise<StateVersion[]> {
    this.calls.push('versions');
    if (this.listFails) {
      throw new Error('denied');
    }
    return this.texts.map((_text, index) => this.#head(index));
  }

  #head(index: number) {
    const id = String(this.texts.length - index);
    return {
      etag: `etag-${id}`,
      versionId: id,
      size: this.texts[index]?.length ?? 0,
      lastModified: new Date('2026-11-23T10:00:00Z'),
      deleted: false,
    };
  }
}

describe('StackReader', () => {
  let source: FakeSource;
  let reader: StackReader;
  const later = () => jest.advanceTimersByTime(60_000);
  const look = async (compare?: 'now' | 'later') => {
    source.calls.length = 0;
    return (await reader.read(key, { compare })).value;
  };

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    source = new FakeSource();
    reader = StackReader.create({
      sourceOf: () => source,
      logger: mockServices.logger.mock(),
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('reads a sound state in two calls, and its earlier version once at the second look', async () => {
    source.texts = [state(8), state(7)];
    expect((await look('later'))?.history).toBeUndefined();
    expect(source.calls).toEqual(['state', 'lock']);
    jest.advanceTimersByTime(1_000);
    expect((await look('later'))?.history).toBeUndefined();
    expect(source.calls).toEqual([]);
    later();
    expect((await look('later'))?.history?.doubt).toBeUndefined();
    expect(source.calls).toEqual(['state', 'lock', 'versions', 'state 1']);
    later();
    expect((await look())?.history?.lastGood).toBeDefined();
    expect(source.calls).toEqual(['state', 'lock']);
  });

  it.each([
    ['changed under its serial', [state(7, 9), state(7)], 'same serial'],
    ['of a lower serial', [state(6), state(7)], 'went down'],
    [
      'of another lineage',
      [state(9).replace(/"lineage":"[^"]*"/, '"lineage":"new"'), state(8)],
      'another lineage',
    ],
  ])(
    'finds at the first look, where it compares, a state %s',
    async (_name, texts, message) => {
      source.texts = texts;
      const snapshot = await look('now');
      expect(snapshot?.assessment.soundness).toBe('sound');
      expect(snapshot?.history?.doubt?.message).toContain(message);
    },
  );

  it('doubts at once what contradicts the state it knew', async () => {
    source.texts = [state(7)];
    await look();
    later();
    source.texts.unshift(state(6));
    expect((await look())?.history?.doubt?.message).toContain('went down');
  });

  it('knows at once that what follows on a state it knew is sound', async () => {
    source.texts = [state(7)];
    await look('now');
    later();
    source.texts.unshift(state(8));
    expect((await look('later'))?.history).toMatchObject({
      lastGood: { assessment: { serial: 7 } },
    });
    expect(source.calls).toEqual(['state', 'lock']);
  });

  it('looks at once for the last good version behind damage', async () => {
    source.texts = ['', state(7)];
    const snapshot = await look();
    expect(snapshot?.assessment.soundness).toBe('empty');
    expect(snapshot?.history?.lastGood?.assessment.serial).toBe(7);
  });

  it('tells the damage when earlier versions cannot be read', async () => {
    source.texts = ['', state(7)];
    source.listFails = true;
    const snapshot = await look();
    expect(snapshot?.assessment.soundness).toBe('empty');
    expect(snapshot?.history).toBeUndefined();
    expect(snapshot?.historyProblem).toBeDefined();
  });

  it('says why earlier versions cannot be read, and reads them again', async () => {
    source.texts = [state(7)];
    source.listFails = true;
    expect(await look('now')).toMatchObject({
      assessment: { soundness: 'sound' },
      history: undefined,
      historyProblem: { message: expect.any(String) },
    });
    source.listFails = false;
    later();
    expect(await look('later')).toMatchObject({
      history: {},
      historyProblem: undefined,
    });
  });
});
