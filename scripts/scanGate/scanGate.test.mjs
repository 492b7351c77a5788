import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { bundleScanGate, scanGateFile } from './bundle.mjs';

const DIGEST = `sha256:${'a1'.repeat(32)}`;
const CHILD = `sha256:${'b2'.repeat(32)}`;
const REPOSITORY =
  '123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway/orders';
const POLICY = {
  blockingSeverities: ['CRITICAL', 'HIGH'],
  maximumScanAgeDays: 30,
  allowedRegistries: [],
  acceptedVulnerabilities: [
    { id: 'CVE-2026-2', reason: 'r', author: 'a', expires: '2999-01-01' },
  ],
};
const INDEX = {
  schemaVersion: 2,
  manifests: [
    { digest: CHILD, platform: { os: 'linux', architecture: 'amd64' } },
  ],
};

const scan = (status, found = {}) => ({
  imageScanStatus: { status },
  imageScanFindings: {
    imageScanCompletedAt: new Date().toISOString(),
    ...found,
  },
});
const high = name => ({ name, severity: 'HIGH' });

describe('scan-gate.mjs of a generated service', () => {
  let folder;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-gate-'));
    // An `aws` that prints what was recorded, and what it was asked.
    fs.writeFileSync(
      path.join(folder, 'aws'),
      `#!/usr/bin/env node
const fs = require('node:fs');
const answers = JSON.parse(fs.readFileSync(process.env.ANSWERS, 'utf8'));
const words = process.argv.slice(2);
const key = words[1];
if (key === 'describe-image-scan-findings' && !words.includes('--image-id=imageDigest=${CHILD}')) {
  throw new Error('the child of the index was not asked for');
}
const list = answers[key];
const answer = Array.isArray(list) ? (list.length > 1 ? list.shift() : list[0]) : list;
fs.writeFileSync(process.env.ANSWERS, JSON.stringify(answers));
if (answer.error) {
  console.error(answer.error);
  process.exit(254);
}
console.log(JSON.stringify(answer));
`,
      { mode: 0o755 },
    );
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  function run(findings, { manifest = INDEX, image, policy = POLICY } = {}) {
    const file = path.join(folder, 'answers.json');
    fs.writeFileSync(
      file,
      JSON.stringify({
        cp: policy,
        'batch-get-image': {
          images: manifest ? [{ imageManifest: JSON.stringify(manifest) }] : [],
        },
        'describe-image-scan-findings': findings,
      }),
    );
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [scanGateFile],
      {
        encoding: 'utf8',
        env: {
          PATH: `${folder}:${process.env.PATH}`,
          ANSWERS: file,
          IMAGE: image ?? `${REPOSITORY}@${DIGEST}`,
          STATE_BUCKET: 'slipway-state-123456789012-eu-central-1',
          SCAN_INTERVAL_MS: '20',
        },
      },
    );
    return { status, output: stdout + stderr };
  }

  test('is what the portal’s rule is today', async () => {
    assert.equal(
      fs.readFileSync(scanGateFile, 'utf8'),
      await bundleScanGate(),
      'run `node scripts/scanGate/bundle.mjs`',
    );
  });

  // The same answers as in the portal's tests of its rule.
  for (const [name, findings, status, words] of [
    ['a clean scan', scan('COMPLETE'), 0, /is passing/],
    ['a continuous one', scan('ACTIVE'), 0, /is passing/],
    [
      'counts that block',
      scan('COMPLETE', { findingSeverityCounts: { HIGH: 1 } }),
      1,
      /blocked by policy .*1 high/,
    ],
    [
      'an accepted vulnerability',
      scan('COMPLETE', {
        findingSeverityCounts: { HIGH: 1 },
        findings: [high('CVE-2026-2')],
      }),
      0,
      /is passing/,
    ],
    [
      'an old scan',
      scan('COMPLETE', { imageScanCompletedAt: '2020-01-01T00:00:00+00:00' }),
      1,
      /scan too old/,
    ],
    ['expired', scan('SCAN_ELIGIBILITY_EXPIRED'), 1, /scan expired/],
    ['unsupported', scan('UNSUPPORTED_IMAGE'), 1, /not supported/],
    ['a failure', scan('FAILED'), 1, /scan failed/],
    [
      'no scan at all',
      { error: 'An error occurred (ScanNotFoundException)' },
      1,
      /is not scanned/,
    ],
  ]) {
    test(`judges ${name}`, () => {
      const result = run(findings);
      assert.match(result.output, words);
      assert.equal(result.status, status, result.output);
    });
  }

  test('waits for a scan that is under way', () => {
    const result = run([
      scan('PENDING'),
      scan('IN_PROGRESS'),
      scan('COMPLETE'),
    ]);
    assert.equal(result.status, 0, result.output);
    assert.match(result.output, /Waiting for the registry: scan in progress/);
  });

  test('fails for a digest that is gone, a tag, a denial and a missing policy', () => {
    assert.match(
      run(scan('COMPLETE'), { manifest: null }).output,
      /no longer in the registry/,
    );
    for (const result of [
      run(scan('COMPLETE'), { image: `${REPOSITORY}:latest` }),
      run({ error: 'An error occurred (AccessDeniedException)' }),
      run(scan('COMPLETE'), { policy: { error: '404' } }),
    ]) {
      assert.equal(result.status, 1, result.output);
    }
  });
});
