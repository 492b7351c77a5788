import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNewEnough, parseVersion } from './prerequisites.mjs';

test('reads the version of Terraform and of OpenTofu', () => {
  assert.deepEqual(parseVersion('Terraform v1.11.4\non linux_amd64'), [1, 11]);
  assert.deepEqual(parseVersion('OpenTofu v1.10.0-rc1'), [1, 10]);
  assert.equal(parseVersion('zsh: command not found'), undefined);
});

test('compares versions by number, not by text', () => {
  assert.equal(isNewEnough([1, 9], [1, 11]), false);
  assert.equal(isNewEnough([1, 11], [1, 11]), true);
  assert.equal(isNewEnough([2, 0], [1, 11]), true);
});
