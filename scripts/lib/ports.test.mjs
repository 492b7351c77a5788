import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import { findFreePorts, isPortFree, portFromEnvironment } from './ports.mjs';

test('tells a taken port from a free one', async () => {
  const server = net.createServer();
  await new Promise(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address();
  assert.equal(await isPortFree(port), false);
  await new Promise(resolve => {
    server.close(resolve);
  });
  assert.equal(await isPortFree(port), true);
});

test('finds different free ports', async () => {
  const ports = await findFreePorts(4);
  assert.equal(new Set(ports).size, 4);
});

test('refuses what is not a port, by the name of its variable', () => {
  process.env.SLIPWAY_TEST_PORT = 'eighty';
  assert.throws(
    () => portFromEnvironment('SLIPWAY_TEST_PORT', 80),
    /SLIPWAY_TEST_PORT is "eighty": it must be a port number/,
  );
  delete process.env.SLIPWAY_TEST_PORT;
  assert.equal(portFromEnvironment('SLIPWAY_TEST_PORT', 80), 80);
});
