import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { registerMswTestHooks } from '@backstage/backend-test-utils';
import { type JsonObject } from '@backstage/types';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { actionServices, runAction } from '../__testUtils__/actionHarness';
import { createImageReleaseAction } from '.';

// A wait takes no time, and the clock says that it did.
jest.mock('node:timers/promises', () => ({ setTimeout: jest.fn() }));

const ENDPOINT = 'http://aws.example';
const DAY_MS = 24 * 60 * 60 * 1000;
const worker = setupServer();
registerMswTestHooks(worker);

type GateCase = {
  name: string;
  scans: ({ daysAgo: number; answer: ScanAnswer } | null)[];
  status: string;
  says: string;
  image?: string;
  acceptedForDays?: number;
  waits?: number;
};
type ScanAnswer = { imageScanStatus: object; imageScanFindings: object };

// scripts/scanGate, which the workflow of a generated service runs, is tested with the same.
const gate: {
  accepted: JsonObject;
  cases: GateCase[];
  child: string;
  digest: string;
  manifests: Record<string, object>;
  policy: JsonObject;
} = JSON.parse(
  fs.readFileSync(
    path.resolve(
      __dirname,
      '../../../slipway-common/src/scans/__fixtures__/gateCases.json',
    ),
    'utf8',
  ),
);
const now = Date.now();
let waited = 0;

beforeEach(() => {
  waited = 0;
  jest.mocked(sleep).mockImplementation(async milliseconds => {
    waited += milliseconds ?? 0;
  });
  jest.spyOn(Date, 'now').mockImplementation(() => now + waited);
});
afterEach(() => {
  jest.mocked(Date.now).mockRestore();
});

/** ECR's answers of a case, in its own protocol; answers which digests were asked for their scan. */
function play({ image = 'plain', scans }: GateCase): string[] {
  const asked: string[] = [];
  const left = [...scans];
  const answers: Record<string, (input: any) => Response> = {
    GetSecretValue: () =>
      HttpResponse.json({
        SecretString: JSON.stringify({
          accessKeyId: 'AKIASTACKUSER',
          secretAccessKey: 'secret',
        }),
      }),
    DescribeImages: () => HttpResponse.json({ imageDetails: [{}] }),
    BatchGetImage: () =>
      HttpResponse.json({
        images: gate.manifests[image]
          ? [{ imageManifest: JSON.stringify(gate.manifests[image]) }]
          : [],
      }),
    DescribeImageScanFindings: ({ imageId }) => {
      asked.push(imageId.imageDigest);
      const scan = left.length > 1 ? left.shift() : left[0];
      if (!scan) {
        return HttpResponse.json(
          { __type: 'ScanNotFoundException' },
          { status: 400 },
        );
      }
      const { answer, daysAgo } = scan;
      return HttpResponse.json({
        ...answer,
        imageScanFindings: {
          ...answer.imageScanFindings,
          imageScanCompletedAt: (now - daysAgo * DAY_MS) / 1000,
        },
      });
    },
  };
  worker.use(
    http.post(`${ENDPOINT}/`, async ({ request }) => {
      const target = request.headers.get('x-amz-target') ?? '';
      const action = target.slice(target.lastIndexOf('.') + 1);
      return answers[action]?.(await request.json());
    }),
  );
  return asked;
}

function policyOf({ acceptedForDays: days }: GateCase) {
  const expires =
    days !== undefined &&
    new Date(now + days * DAY_MS).toISOString().slice(0, 10);
  return {
    ...gate.policy,
    acceptedVulnerabilities: expires ? [{ ...gate.accepted, expires }] : [],
  };
}

describe('slipway:image:release', () => {
  it.each(gate.cases)('judges $name', async played => {
    const asked = play(played);
    const services = actionServices({
      endpoint: ENDPOINT,
      scans: policyOf(played),
    });
    const planned = jest.spyOn(services.operator, 'plan').mockResolvedValue({
      hasChanges: true,
      counts: { add: 1, change: 1, destroy: 1 },
    } as never);
    const lines: string[] = [];
    const released = runAction(createImageReleaseAction(services), {
      input: { environment: 'dev', stack: 'orders', image: gate.digest },
      isDryRun: true,
      onLog: line => lines.push(line),
    });
    const outcome = await released.then(
      ({ output }) => output.scan,
      error => error.message,
    );
    expect(outcome).toContain(played.says);
    expect(planned).toHaveBeenCalledTimes(played.status === 'passing' ? 1 : 0);
    const waits = lines.filter(line => line.startsWith('Waiting for the'));
    expect(waits).toHaveLength(played.waits ?? waits.length);
    const scanned = played.image === 'index' ? gate.child : gate.digest;
    expect(asked.every(digest => digest === scanned)).toBe(true);
  });

  it('ends with the task while it waits', async () => {
    const [played] = gate.cases;
    play({ ...played, scans: [null] });
    const controller = new AbortController();
    jest.mocked(sleep).mockImplementation(async (_, __, options) => {
      controller.abort();
      options?.signal?.throwIfAborted();
    });
    const services = actionServices({ endpoint: ENDPOINT });
    await expect(
      runAction(createImageReleaseAction(services), {
        input: { environment: 'dev', stack: 'orders', image: gate.digest },
        isDryRun: true,
        signal: controller.signal,
      }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});
