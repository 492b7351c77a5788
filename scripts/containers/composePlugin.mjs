import fs from 'node:fs';
import path from 'node:path';
import { answerOf, findOnPath } from '../lib/commands.mjs';
import { PlainError, step } from '../lib/report.mjs';
import { commandLine } from './commandLine.mjs';

const MODULE = 'github.com/docker/compose/v2';
const VERSION = 'v2.40.3';

// `go install` refuses the module, because its go.mod excludes versions: a module around it may build it.
const WRAPPER = `//go:build tools

package tools

import _ "${MODULE}/cmd"
`;

async function build(program) {
  const folder = `${program}-source`;
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'tools.go'), WRAPPER);
  fs.writeFileSync(
    path.join(folder, 'go.mod'),
    `module compose\n\ngo 1.24\n\nrequire ${MODULE} ${VERSION}\n`,
  );
  const options = { cwd: folder };
  await commandLine(['go', 'mod', 'tidy'], options);
  await commandLine(
    [
      'nice',
      '-n',
      '5',
      'go',
      'build',
      '-trimpath',
      `-ldflags=-s -w -X ${MODULE}/internal.Version=${VERSION}`,
      '-o',
      `${program}.part`,
      `${MODULE}/cmd`,
    ],
    options,
  );
  fs.renameSync(`${program}.part`, program);
  fs.rmSync(folder, { recursive: true, force: true });
}

/**
 * The words that start compose v2: the plugin of the machine's Docker, or the same program built with Go, which also
 * runs on its own.
 */
export async function ensureCompose(environment, cacheFolder) {
  const version = answerOf('docker', ['compose', 'version', '--short'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (version && Number(/\d+/.exec(version)?.[0]) >= 2) {
    return ['docker', 'compose'];
  }
  const program = path.join(cacheFolder, `docker-compose-${VERSION}`);
  if (!fs.existsSync(program)) {
    if (!findOnPath('go')) {
      throw new PlainError(
        'Docker has no compose v2 and there is no go to build it with: install the Docker compose plugin, then run the command again.',
      );
    }
    step(`Building docker compose ${VERSION}… (2 minutes, once)`);
    await build(program);
  }
  return [program];
}
