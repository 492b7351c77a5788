import {
  scanPolicySchema,
  type RegistryScan,
} from '@slipway/plugin-slipway-common';
import { awaitJudgement } from './awaitJudgement';

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
  options: { running?: number; signal?: AbortSignal } = {},
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
    signal: options.signal,
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

  it('ends with the task', async () => {
    const controller = new AbortController();
    const waiting = judge([scan('PENDING')], { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
