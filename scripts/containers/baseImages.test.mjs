import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imagesOf } from './baseImages.mjs';
import { composeFile } from './ComposeStack.mjs';
import { hasStandIn } from './standIns.mjs';

test('finds the images of the compose file and of the Dockerfiles that it builds', () => {
  const repositories = imagesOf(composeFile).map(image => image.split(':')[0]);
  assert.deepEqual(repositories.sort(), [
    'hashicorp/terraform',
    'motoserver/moto',
    'node',
    'postgres',
    'prom/prometheus',
  ]);
});

test('has a stand-in for every image, for machines that reach no image registry', () => {
  for (const image of imagesOf(composeFile)) {
    assert.ok(hasStandIn(image), image);
  }
});
