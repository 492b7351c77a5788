// `npm run release -- <stack>`: pushes an image to the local registry and applies its digest, as a pipeline would.
import { installDependencies } from './lib/build.mjs';
import { portFromEnvironment } from './lib/ports.mjs';
import { portalClient } from './portal/portalClient.mjs';
import { fail, PlainError, step } from './lib/report.mjs';
import { ensureToolchain, runningOnToolchain } from './lib/toolchain.mjs';

const USAGE = `Usage: npm run release -- <stack> [--environment <name>] [--jar <file>] [--fail-start]
  <stack>        the service's stack, for example orders
  --environment  the environment to release into; local without it
  --jar          a Spring Boot jar to run instead of the sample service
  --fail-start   an image whose start fails, to see what the card says then`;

/** The words of the command line: one stack and its options. */
export function parseArguments(words) {
  const options = { environment: 'local' };
  const rest = [...words];
  while (rest.length > 0) {
    const word = rest.shift();
    if (word === '--environment' || word === '--jar') {
      const value = rest.shift();
      if (!value) {
        throw new PlainError(`${word} needs a value.\n${USAGE}`);
      }
      options[word.slice(2)] = value;
    } else if (word === '--fail-start') {
      options.failStart = true;
    } else if (!word.startsWith('-') && !options.stack) {
      options.stack = word;
    } else {
      throw new PlainError(`"${word}" is not understood.\n${USAGE}`);
    }
  }
  if (!options.stack) {
    throw new PlainError(USAGE);
  }
  return options;
}

async function main() {
  const options = parseArguments(process.argv.slice(2));
  const toolchain = await ensureToolchain();
  if (!runningOnToolchain(toolchain)) {
    process.exitCode = await toolchain.rerun(process.argv.slice(1));
    return;
  }
  await installDependencies(toolchain);
  // Only there after the packages were installed.
  const { pushLocalImage } = await import('./portal/pushLocalImage.mjs');
  const endpoint =
    process.env.SLIPWAY_AWS_ENDPOINT ??
    `http://127.0.0.1:${portFromEnvironment('SLIPWAY_AWS_PORT', 4566)}`;
  const portalUrl =
    process.env.SLIPWAY_PORTAL_URL ??
    `http://127.0.0.1:${portFromEnvironment('SLIPWAY_PORTAL_PORT', 7007)}`;
  const client = await portalClient(portalUrl);
  const image = await pushLocalImage({ ...options, endpoint });
  step(`Pushed ${image}`);
  await client.runTemplate('template:default/slipway-release-image', {
    stack: options.stack,
    environment: options.environment,
    image,
  });
  step(`Released ${options.stack} to ${options.environment}`);
}

if (process.argv[1]?.endsWith('release.mjs')) {
  main().catch(fail);
}
