import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root } from '../lib/paths.mjs';
import { bundleScanGate, scanGateFile } from './bundle.mjs';

const DAY_MS = 24 * 60 * 60 * 1000;
const REPOSITORY =
  '123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway/orders';

// The portal's release is tested with the same.
const { accepted, cases, child, digest, manifests, policy } = JSON.parse(
  fs.readFileSync(
    path.join(
      root,
      'plugins/slipway-common/src/scans/__fixtures__/gateCases.json',
    ),
    'utf8',
  ),
);
const IMAGE = `${REPOSITORY}@${digest}`;
const CLEAN = { ...cases[0] };

const inDays = days => new Date(Date.now() + days * DAY_MS).toISOString();

function policyOf({ acceptedForDays: days }) {
  const expires = days !== undefined && inDays(days).slice(0, 10);
  return {
    ...policy,
    acceptedVulnerabilities: expires ? [{ ...accepted, expires }] : [],
  };
}

function answersOf({ scans }) {
  return scans.map(scan => {
    if (!scan) {
      return { error: 'An error occurred (ScanNotFoundException)' };
    }
    const { answer, daysAgo } = scan;
    const imageScanCompletedAt = inDays(-daysAgo);
    return {
      ...answer,
      imageScanFindings: { ...answer.imageScanFindings, imageScanCompletedAt },
    };
  });
}

describe('scan-gate.mjs of a generated service', () => {
  let folder;
  let releaseFile;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-gate-'));
    releaseFile = path.join(folder, 'release.tfvars.json');
    // An `aws` that prints what was recorded, and keeps what it was asked.
    fs.writeFileSync(
      path.join(folder, 'aws'),
      `#!/usr/bin/env node
const fs = require('node:fs');
const { ANSWERS } = process.env;
const { asked, ...answers } = JSON.parse(fs.readFileSync(ANSWERS, 'utf8'));
const words = process.argv.slice(2);
const key = words[1];
const list = answers[key];
const answer = Array.isArray(list) ? (list.length > 1 ? list.shift() : list[0]) : list;
fs.writeFileSync(ANSWERS, JSON.stringify({ ...answers, asked: [...asked, words] }));
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

  function run(playedCase, { image = IMAGE, answers = {}, env = {} } = {}) {
    const file = path.join(folder, 'answers.json');
    const manifest = manifests[playedCase.image ?? 'plain'];
    fs.rmSync(releaseFile, { force: true });
    fs.writeFileSync(
      file,
      JSON.stringify({
        cp: policyOf(playedCase),
        'batch-get-image': {
          images: manifest
            ? [
                {
                  imageManifest: JSON.stringify(manifest),
                  imageManifestMediaType: 'application/vnd.oci.image',
                },
              ]
            : [],
        },
        'describe-image-scan-findings': answersOf(playedCase),
        'put-image': {},
        ...answers,
        asked: [],
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
          IMAGE: image,
          STATE_BUCKET: 'slipway-state-123456789012-eu-central-1',
          SCAN_PATIENCE: JSON.stringify(
            playedCase.waits
              ? { interval: 5, start: 60_000, running: 60_000 }
              : { interval: 5, start: 0, running: 0 },
          ),
          ...env,
        },
      },
    );
    const { asked } = JSON.parse(fs.readFileSync(file, 'utf8'));
    const of = command => asked.filter(words => words[1] === command);
    return { status, output: stdout + stderr, of };
  }

  test('is what the portal’s rule is today', async () => {
    assert.equal(
      fs.readFileSync(scanGateFile, 'utf8'),
      await bundleScanGate(),
      'run `node scripts/scanGate/bundle.mjs`',
    );
  });

  for (const played of cases) {
    test(`judges ${played.name}`, () => {
      const { status, output, of } = run(played);
      assert.ok(output.includes(played.says), output);
      assert.equal(status, played.status === 'passing' ? 0 : 1, output);
      if (played.waits) {
        const waits = output.match(/Waiting for the registry/g) ?? [];
        assert.equal(waits.length, played.waits, output);
      }
      for (const words of of('describe-image-scan-findings')) {
        const scanned = played.image === 'index' ? child : digest;
        assert.ok(words.includes(`--image-id=imageDigest=${scanned}`));
      }
    });
  }

  const github = {
    GITHUB_ACTOR: 'ada',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'acme/orders',
    GITHUB_RUN_ID: '42',
  };

  test('tags what passes as released, and writes down who releases it on which verdict', () => {
    const env = { ...github, RELEASE_FILE: releaseFile };
    for (const put of [{}, { error: 'ImageAlreadyExistsException' }]) {
      const { status, output, of } = run(CLEAN, {
        answers: { 'put-image': put },
        env,
      });
      assert.equal(status, 0, output);
      const [words] = of('put-image');
      assert.ok(words.includes('--image-tag=released-a1a1a1a1a1a1'));
      assert.ok(words.includes(`--image-digest=${digest}`));
      assert.ok(
        words.includes(`--image-manifest=${JSON.stringify(manifests.plain)}`),
      );
      const { image, release } = JSON.parse(fs.readFileSync(releaseFile));
      assert.equal(image, IMAGE);
      assert.match(release.releasedAt, /^\d{4}-.*Z$/);
      assert.match(release.scannedAt, /^\d{4}-.*Z$/);
      assert.equal(
        release.releasedBy,
        'github:ada (https://github.com/acme/orders/actions/runs/42)',
      );
      assert.equal(release.status, 'passing');
      assert.equal(release.image, IMAGE);
    }
  });

  test('tags and writes nothing where it refuses, or only asks', () => {
    const blocked = cases.find(({ status }) => status === 'blocked');
    for (const result of [
      run(blocked, { env: { RELEASE_FILE: releaseFile } }),
      run(CLEAN),
    ]) {
      assert.deepEqual(result.of('put-image'), []);
      assert.equal(fs.existsSync(releaseFile), false);
    }
    const denied = run(CLEAN, {
      answers: { 'put-image': { error: 'AccessDeniedException' } },
      env: { RELEASE_FILE: releaseFile },
    });
    assert.equal(denied.status, 1);
    assert.equal(fs.existsSync(releaseFile), false);
  });

  test('fails for a tag, a denial and a missing policy', () => {
    for (const result of [
      run(CLEAN, { image: `${REPOSITORY}:latest` }),
      run(CLEAN, {
        answers: {
          'describe-image-scan-findings': { error: 'AccessDeniedException' },
        },
      }),
      run(CLEAN, { answers: { cp: { error: '404' } } }),
    ]) {
      assert.equal(result.status, 1, result.output);
    }
  });
});
