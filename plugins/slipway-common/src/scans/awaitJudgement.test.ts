import { awaitJudgement } from './awaitJudgement';
import type { RegistryScan } from './judgeScan';
import { scanPolicySchema } from './scanPolicy';

const scan = (status: string): RegistryScan => ({
  kind: 'scan',
  scannedDigest: 'sha256:a',
  pages: [
    {
      imageScanStatus: { status },
      imageScanFindings: { imageScanCompletedAt: new Date() },
    },
  ],
});
const notScanned: RegistryScan = {
  kind: 'not-scanned',
  scannedDigest: 'sha256:a',
};

async function judge(
  answers: RegistryScan[],
  options: { running?: number; sleep?: () => Promise<void> } = {},
) {
  const lines: string[] = [];
  let last = answers[0];
  const judgement = await awaitJudgement({
    read: async () => {
      last = answers.shift() ?? last;
      return last;
    },
    policy: scanPolicySchema.parse({}),
    log: line => lines.push(line),
    sleep:
      options.sleep ??
      (milliseconds => new Promise(end => setTimeout(end, milliseconds))),
    patience: { interval: 5, start: 30, running: options.running ?? 1000 },
  });
  return { status: judgement.status, lines };
}

describe('awaitJudgement', () => {
  it('waits for a scan to begin and to end, and says so', async () => {
    const { status, lines } = await judge([
      notScanned,
      scan('PENDING'),
      scan('IN_PROGRESS'),
      scan('COMPLETE'),
    ]);
    expect(status).toBe('passing');
    expect(lines).toEqual([
      expect.stringContaining('not scanned'),
      expect.stringContaining('scan in progress'),
      expect.stringContaining('scan in progress'),
    ]);
  });

  it('does not wait for what has ended, nor for ever', async () => {
    expect(await judge([scan('FAILED')])).toEqual({
      status: 'failed',
      lines: [],
    });
    expect((await judge([scan('PENDING')], { running: 20 })).status).toBe(
      'in-progress',
    );
    expect((await judge([notScanned])).status).toBe('not-scanned');
  });

  it('ends when the sleep is broken off', async () => {
    const waiting = judge([scan('PENDING')], {
      sleep: async () => {
        throw new DOMException('cancelled', 'AbortError');
      },
    });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
