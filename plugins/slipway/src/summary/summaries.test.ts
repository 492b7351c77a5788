import {
  deploymentsSchema,
  driftSchema,
  metricsSchema,
  scansSchema,
  stateSchema,
  type ScanStatus,
} from '@slipway/plugin-slipway-common';
import {
  ago,
  deployedService,
  driftFinding,
  NOW,
  scanPolicy,
  scannedImage,
} from '../__testUtils__/fixtures';
import { summarizeDeployments } from './summarizeDeployments';
import { hasDrift, summarizeDrift } from './summarizeDrift';
import { diagnosisLine, summarizeMetrics } from './summarizeMetrics';
import { summarizeScans } from './summarizeScans';
import { summarizeState } from './summarizeState';

describe('summarizeDeployments', () => {
  const rollout = deployedService.rollout;
  const failures = {
    tasks: [{ reason: 'Nobody knows', count: 1, examples: [] }],
    events: [
      {
        message: 'OutOfMemoryError',
        count: 1,
        lastAt: ago(60),
        diagnosis: {
          explanation: 'The container used more memory than it may',
          fix: 'Choose a greater size',
        },
      },
    ],
  };
  it.each([
    [[{}], '2 of 2 running'],
    [[{ rollout: undefined }], '2 of 2 running'],
    [[{ counts: { running: 0, pending: 0, desired: 2 } }], '0 of 2 running'],
    [
      [{ counts: { running: 3, pending: 0, desired: 2 } }],
      '3 running, 2 desired',
    ],
    [
      [
        {
          counts: { running: 1, pending: 1, desired: 2 },
          rollout: { ...rollout, state: 'in-progress' },
        },
      ],
      '1 of 2 running, 1 pending, rollout in progress',
    ],
    [
      [{ rollout: { ...rollout, state: 'rolled-back' } }],
      '2 of 2 running, last rollout failed and was rolled back',
    ],
    [
      [{ rollout: { ...rollout, state: 'unknown', toldBy: 'task-sets' } }],
      '2 of 2 running, how the last rollout ended is not known',
    ],
    [
      [{ rollout: { ...rollout, state: 'failed' } }],
      '2 of 2 running, last rollout failed',
    ],
    [
      [{ rollout: { ...rollout, state: 'failed' }, failures }],
      '2 of 2 running, last rollout failed: The container used more memory than it may',
    ],
    [[{ released: false }], 'no image released yet'],
    [
      [{ name: 'web' }, { name: 'worker', released: false }],
      'web 2 of 2 running; worker no image released yet',
    ],
    [[], 'no ECS service'],
  ])('of %j is %s', (services, expected) => {
    const data = deploymentsSchema.parse({
      services: services.map(service => ({ ...deployedService, ...service })),
    });
    expect(summarizeDeployments(data)).toBe(expected);
  });
});

describe('summarizeState', () => {
  it.each([
    [{ soundness: 'sound', serial: 7 }, 'serial 7, sound'],
    [
      {
        soundness: 'sound',
        serial: 7,
        finding: { message: 'The serial went down', remedy: 'Check it' },
      },
      'serial 7, doubtful',
    ],
    [{ soundness: 'deleted' }, 'deleted'],
    [{ soundness: 'unsupported-version' }, 'unsupported version'],
    [
      {
        soundness: 'sound',
        serial: 7,
        lock: { since: ago(60), corrupt: false, who: 'ada@laptop' },
      },
      'serial 7, sound, locked by ada@laptop',
    ],
    [
      {
        soundness: 'sound',
        serial: 7,
        lock: { since: ago(60), corrupt: true },
      },
      'serial 7, sound, locked by unknown',
    ],
  ])('of %j is %s', (state, expected) => {
    expect(summarizeState(stateSchema.parse(state))).toBe(expected);
  });
});

describe('summarizeDrift', () => {
  const lastCheck = {
    checkedAt: ago(180),
    durationMs: 3_100,
    complete: true,
    findings: [] as object[],
  };
  const none = { live: [], checking: false };
  const live = { ...driftFinding, kind: 'live' };
  const noise = { ...driftFinding, kind: 'state-only' };

  it.each([
    [{ ...none, lastCheck }, 'no drift, checked 3 min ago', false],
    [none, 'state matches ECS, not checked yet', false],
    [{ ...none, checking: true }, 'state matches ECS, checking now', false],
    [{ ...none, live: [live], lastCheck }, '1 live, checked 3 min ago', true],
    [
      {
        ...none,
        lastCheck: {
          ...lastCheck,
          findings: [
            driftFinding,
            { ...driftFinding, attribute: 'tags' },
            { ...driftFinding, kind: 'pending' },
          ],
        },
      },
      '2 configuration, 1 pending, checked 3 min ago',
      true,
    ],
    // What the full check has confirmed is one finding, not two.
    [
      {
        ...none,
        live: [live],
        lastCheck: { ...lastCheck, findings: [driftFinding] },
      },
      '1 configuration, checked 3 min ago',
      true,
    ],
    [
      { ...none, lastCheck: { ...lastCheck, findings: [noise] } },
      'no drift, 1 state-only, checked 3 min ago',
      false,
    ],
    [
      { ...none, lastCheck: { ...lastCheck, complete: false } },
      'checked in part 3 min ago',
      false,
    ],
  ])('of %j is %s', (data, expected, drifted) => {
    const drift = driftSchema.parse(data);
    expect(summarizeDrift(drift, Date.parse(NOW))).toBe(expected);
    expect(hasDrift(drift)).toBe(drifted);
  });
});

describe('summarizeScans', () => {
  const blocked = {
    status: 'blocked',
    severityCounts: { HIGH: 3, CRITICAL: 1 },
  };

  it.each([
    [[{}], 'no findings'],
    [[blocked], '1 critical, 3 high'],
    [[blocked, blocked], '2 critical, 6 high'],
    [
      [blocked, { container: 'proxy', status: 'not-private' }],
      '1 critical, 3 high, proxy: not from a private registry',
    ],
    [[{ status: 'outdated' }], 'no findings, scan too old'],
    [[{ namedByTag: true }], 'no findings, named by tag'],
    [[], 'no image'],
  ])('of %j is %s', (images, expected) => {
    const scans = scansSchema.parse({
      images: images.map(image => ({ ...scannedImage, ...image })),
      policy: {},
    });
    expect(summarizeScans(scans)).toBe(expected);
  });

  it.each<[ScanStatus, string]>([
    ['not-scanned', 'not scanned'],
    ['in-progress', 'scan in progress'],
    ['expired', 'scan expired'],
    ['unsupported', 'not supported by the scanner'],
    ['failed', 'scan failed'],
    ['archived', 'archived'],
    ['not-in-registry', 'no longer in the registry'],
    ['not-private', 'not from a private registry'],
  ])('never tells %s as no findings', (status, expected) => {
    const images = [{ ...scannedImage, status }];
    expect(summarizeScans({ images, policy: scanPolicy })).toBe(expected);
  });
});

describe('summarizeMetrics', () => {
  const up = { up: 2, total: 2, errors: [] };
  const window = { windowSeconds: 300 };

  it.each([
    [
      {
        targets: up,
        requestRate: 4.2,
        errorRatio: 0.001,
        latencyP95: 0.038,
        ...window,
      },
      '4.2 req/s, 0.1 % errors, p95 38 ms',
    ],
    [
      {
        targets: up,
        requestRate: 4.2,
        alerts: [
          { name: 'a', state: 'firing' },
          { name: 'b', state: 'pending' },
        ],
        ...window,
      },
      '4.2 req/s, 1 alert firing',
    ],
    [
      {
        targets: up,
        requestRate: 0.01,
        errorRatio: 0.0001,
        latencyP95: 1.23,
        ...window,
      },
      '< 0.1 req/s, < 0.1 % errors, p95 1.2 s',
    ],
    [
      { targets: up, requestRate: 0, errorRatio: 0, ...window },
      '0 req/s, 0 % errors',
    ],
    [{ targets: up, ...window }, 'no requests in 5 min'],
    [
      { targets: { up: 1, total: 2, errors: ['refused'] }, ...window },
      '1 of 2 targets up, no requests in 5 min',
    ],
    [
      { targets: { up: 0, total: 0, errors: [] }, windowSeconds: 90 },
      'Prometheus has no target',
    ],
  ])('of %j is %s', (metrics, expected) => {
    expect(summarizeMetrics(metricsSchema.parse(metrics))).toBe(expected);
  });

  it('explains with the first diagnosis that it does not tell itself', () => {
    const said = { message: 'seen', fix: 'mend', files: [] };
    const diagnoses = [
      { cause: 'no-request-yet' as const, ...said },
      { cause: 'network' as const, ...said, message: 'No way there' },
    ];
    expect(diagnosisLine({ targets: up, windowSeconds: 300, diagnoses })).toBe(
      'No way there',
    );
    expect(diagnosisLine({ targets: up, windowSeconds: 300 })).toBeUndefined();
  });
});
