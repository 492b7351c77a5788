import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments } from './release.mjs';

test('takes a stack and its options in any order', () => {
  assert.deepEqual(parseArguments(['orders']), {
    stack: 'orders',
    environment: 'local',
  });
  assert.deepEqual(
    parseArguments(['--environment', 'dev', '--fail-start', 'orders']),
    { stack: 'orders', environment: 'dev', failStart: true },
  );
});

test('refuses what it does not understand, with the usage', () => {
  assert.throws(() => parseArguments([]), /Usage: npm run release/);
  assert.throws(
    () => parseArguments(['orders', 'billing']),
    /"billing" is not understood/,
  );
  assert.throws(
    () => parseArguments(['orders', '--jar']),
    /--jar needs a value/,
  );
});
