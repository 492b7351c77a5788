import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countTestRuns } from './terraformStage.mjs';

const run = (status, progress = 'complete') =>
  JSON.stringify({
    type: 'test_run',
    test_run: { run: 'x', progress, status },
  });

test('counts completed runs, and an error as failed', () => {
  const output = [
    JSON.stringify({ type: 'version', '@level': 'info' }),
    run('pending', 'starting'),
    run('pass'),
    run('pass'),
    run('fail'),
    run('error'),
    '',
  ].join('\n');
  assert.deepEqual(countTestRuns(output), { passed: 2, failed: 2 });
});
