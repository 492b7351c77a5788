import { createHash } from 'node:crypto';
import { assessState } from '@slipway/plugin-slipway-node';
import { IMAGE, ordersState } from '../__testUtils__/ordersState';
import { readHistory } from './readHistory';

const stack = { kind: 'service', name: 'orders' } as const;
const at = new Date('2026-11-23T10:00:00Z');

function version(id: string, text: string | undefined) {
  return {
    versionId: id,
    etag: createHash('md5')
      .update(text ?? '')
      .digest('hex'),
    size: text?.length ?? 0,
    lastModified: at,
    deleted: text === undefined,
  };
}

/** History of a bucket whose versions are named newest first; the first one is current. */
async function historyOf(...texts: (string | undefined)[]) {
  const versions = texts.map((text, index) => version(`v${index}`, text));
  const reads: string[] = [];
  const [current] = versions;
  const [text] = texts;
  const body = text === undefined ? 'deleted' : Buffer.from(text);
  const history = await readHistory(
    {
      stack,
      source: {
        readState: async (_stack, { versionId = '' } = {}) => {
          reads.push(versionId);
          const index = Number(versionId.slice(1));
          return {
            ...version(versionId, texts[index]),
            body: Buffer.from(texts[index] ?? ''),
          };
        },
      },
    },
    {
      assessment: assessState(body),
      object: text === undefined ? undefined : current,
    },
    versions,
  );
  return { ...history, reads };
}

const state = (serial: number, desiredCount = 2) =>
  JSON.stringify(ordersState({ image: IMAGE, serial, desiredCount }));

describe('readHistory', () => {
  it('has no doubt about what Terraform wrote', async () => {
    const { doubt, lastGood, reads } = await historyOf(state(8, 3), state(7));
    expect(doubt).toBeUndefined();
    expect(lastGood?.assessment.serial).toBe(7);
    expect(reads).toEqual(['v1']);
  });

  it('doubts a change without a new serial', async () => {
    const { doubt } = await historyOf(state(7, 3), state(7));
    expect(doubt?.message).toContain('same serial 7');
  });

  it.each([
    ['deleted', undefined],
    ['empty', ''],
    ['cut', state(7).slice(0, 99)],
  ])(
    'finds the last sound version behind a state that is %s',
    async (_name, text) => {
      const { lastGood } = await historyOf(text, '', undefined, 'x', state(6));
      expect(lastGood?.assessment.serial).toBe(6);
    },
  );

  it('accepts a repair by copy', async () => {
    const { doubt } = await historyOf(state(7), state(7, 3), state(7));
    expect(doubt).toBeUndefined();
  });

  it('doubts a copy that loses what came after it', async () => {
    const { doubt } = await historyOf(state(5), state(7), state(5));
    expect(doubt?.message).toContain('from 7 to 5');
  });

  it('gives up after three bodies', async () => {
    const { lastGood, reads } = await historyOf('', 'a', 'b', 'c', state(6));
    expect(lastGood).toBeUndefined();
    expect(reads).toHaveLength(3);
  });
});
