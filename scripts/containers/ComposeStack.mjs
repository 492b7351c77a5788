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

/** The shipped compose file, as a project of its own on free ports. */
export class ComposeStack {
  #engine;
  #words;

  static async create({ engine, folder }) {
    const [portal, aws, prometheus] = await findFreePorts(3);
    const file = path.join(folder, 'override.yml');
    fs.writeFileSync(file, overrides({ portal, aws, prometheus }));
    return new ComposeStack({
      engine,
      project: `slipway-test-${process.pid}`,
      file,
      urls: {
        portal: `http://127.0.0.1:${portal}`,
        aws: `http://127.0.0.1:${aws}`,
        prometheus: `http://127.0.0.1:${prometheus}`,
      },
    });
  }

  constructor({ engine, project, file, urls }) {
    this.#engine = engine;
    this.#words = [
      '--progress',
      'plain',
      '--project-name',
      project,
      '--file',
      composeFile,
      '--file',
      file,
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

  logs() {
    return this.#compose(['logs', '--no-color', '--tail', '60']);
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
