import fs from 'node:fs';
import path from 'node:path';
import { root } from '../lib/paths.mjs';
import { findFreePorts } from '../lib/ports.mjs';
import { findMirror } from '../test/providerSettings.mjs';

const PROVIDERS_INSIDE = '/usr/local/share/terraform-providers';
const START_TIMEOUT_S = 300;

/** The compose file that this repository ships. */
export const composeFile = path.join(root, 'docker-compose.yml');

/** What differs from the shipped compose file: free ports, and a provider mirror where the machine has one. */
function overrides({ portal, aws, prometheus }) {
  const mirror = findMirror();
  return `services:
  portal:
    environment:
      SLIPWAY_PORTAL_URL: http://127.0.0.1:${portal}
${mirror ? `      SLIPWAY_PROVIDER_MIRROR: ${PROVIDERS_INSIDE}\n` : ''}${
    mirror
      ? `    volumes: [${JSON.stringify(`${mirror}:${PROVIDERS_INSIDE}:ro`)}]\n`
      : ''
  }    ports: !override ['127.0.0.1:${portal}:7007']
  local-aws:
    ports: !override ['127.0.0.1:${aws}:4566', '127.0.0.1:${prometheus}:9090']
`;
}

/** As a generated service's compose file is shipped, on free ports. */
function serviceOverrides({ service, prometheus, database }) {
  return `services:
  service:
    ports: !override ['127.0.0.1:${service}:8080']
  prometheus:
    ports: !override ['127.0.0.1:${prometheus}:9090']
${
  database
    ? `  database:\n    ports: !override ['127.0.0.1:${database}:5432']\n`
    : ''
}`;
}

/** A compose file as it is shipped, as a project of its own on free ports. */
export class ComposeStack {
  #engine;
  #words;

  /** The portal and what it needs. */
  static async create({ engine, folder }) {
    const [portal, aws, prometheus] = await findFreePorts(3);
    const file = path.join(folder, 'override.yml');
    fs.writeFileSync(file, overrides({ portal, aws, prometheus }));
    return new ComposeStack({
      engine,
      project: `slipway-test-${process.pid}`,
      files: [composeFile, file],
      urls: {
        portal: `http://127.0.0.1:${portal}`,
        aws: `http://127.0.0.1:${aws}`,
        prometheus: `http://127.0.0.1:${prometheus}`,
      },
    });
  }

  /** A generated service. `hasDatabase` says whether it has one. */
  static async createService({ engine, folder, repository, hasDatabase }) {
    const [service, prometheus, port] = await findFreePorts(3);
    const database = hasDatabase ? port : undefined;
    const file = path.join(folder, 'service-override.yml');
    fs.writeFileSync(file, serviceOverrides({ service, prometheus, database }));
    return new ComposeStack({
      engine,
      project: `slipway-service-${process.pid}`,
      files: [path.join(repository, 'compose.yaml'), file],
      folder: repository,
      urls: {
        service: `http://127.0.0.1:${service}`,
        prometheus: `http://127.0.0.1:${prometheus}`,
      },
    });
  }

  constructor({ engine, project, files, folder, urls }) {
    this.#engine = engine;
    /** Where the compose file and what it builds lie. */
    this.folder = folder;
    this.#words = [
      '--progress',
      'plain',
      '--project-name',
      project,
      ...files.flatMap(name => ['--file', name]),
    ];
    this.urls = urls;
  }

  build() {
    return this.#compose(['build']);
  }

  /** Starts everything and waits until every service is healthy. */
  start() {
    return this.#compose([
      'up',
      '--detach',
      '--wait',
      '--wait-timeout',
      `${START_TIMEOUT_S}`,
    ]);
  }

  /** Runs a command in a service; answers what it wrote. */
  async inside(service, words) {
    return (await this.#compose(['exec', '-T', service, ...words])).trim();
  }

  /** `[{ Service, State, Health, ID }]`. Also after an interrupt. */
  async containers() {
    const answer = await this.#compose(['ps', '--all', '--format', 'json'], {
      signal: undefined,
    });
    return answer
      .trim()
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line));
  }

  /** What the engine says of the container of a service. */
  async inspect(service) {
    const { ID } = (await this.containers()).find(
      one => one.Service === service,
    );
    return JSON.parse(await this.#engine.docker(['inspect', ID]))[0];
  }

  /** Stops one service as the platform would; answers how many seconds it took and its exit code. */
  async stopOne(service) {
    const started = Date.now();
    await this.#compose(['stop', service]);
    const seconds = (Date.now() - started) / 1000;
    const { State } = await this.inspect(service);
    return { seconds, exitCode: State.ExitCode };
  }

  /** How long a service took from its start to its first healthy answer, in seconds. */
  async startSeconds(id) {
    const answer = await this.#engine.docker(['inspect', id]);
    const [{ State }] = JSON.parse(answer);
    const healthy = State.Health.Log.find(({ ExitCode }) => ExitCode === 0);
    return Math.round(
      (Date.parse(healthy.End) - Date.parse(State.StartedAt)) / 1000,
    );
  }

  /** The sizes of the images that were built, in megabytes: `[{ service, megabytes }]`. */
  async imageSizes() {
    const images = JSON.parse(
      await this.#compose(['images', '--format', 'json']),
    );
    return images.map(({ ContainerName, Size }) => ({
      service: ContainerName,
      megabytes: Math.round(Size / 1e6),
    }));
  }

  /** The names of the services that the compose file has. */
  async services() {
    return (await this.#compose(['config', '--services'])).trim().split('\n');
  }

  /** Lets compose rebuild what changes for as long as the work takes. */
  async whileWatching(work) {
    const end = new AbortController();
    const watching = this.#compose(['watch', '--no-up'], {
      signal: end.signal,
    });
    // Ends with the first of both: a watch that fails must not be waited for.
    try {
      return await Promise.race([
        work(),
        watching.then(() => {
          throw new Error('docker compose watch ended by itself');
        }),
      ]);
    } finally {
      end.abort();
      await watching.catch(() => {});
    }
  }

  logs(...services) {
    return this.#compose(['logs', '--no-color', '--tail', '60', ...services]);
  }

  /** Ends everything and removes what was made, but for the engine's build cache. Also after an interrupt. */
  stop() {
    return this.#compose(
      ['down', '--volumes', '--remove-orphans', '--rmi', 'local'],
      { signal: undefined },
    );
  }

  #compose(words, options) {
    return this.#engine.compose([...this.#words, ...words], {
      what: `docker compose ${words[0]}`,
      ...options,
    });
  }
}
