// `npm run aws -- ecs list-services …`: the AWS CLI against the local stack, with the local operator's key.
import { run, findOnPath } from './lib/commands.mjs';
import { portFromEnvironment } from './lib/ports.mjs';
import { fail, PlainError } from './lib/report.mjs';
import { localIdentity } from './lib/localIdentity.mjs';

async function main() {
  if (!findOnPath('aws')) {
    throw new PlainError(
      'The AWS CLI is not on PATH: install it (for example: pip install awscli), or use any AWS SDK with the endpoint and key that the README names.',
    );
  }
  const port = portFromEnvironment('SLIPWAY_AWS_PORT', 4566);
  process.exitCode = await run('aws', process.argv.slice(2), {
    env: {
      ...process.env,
      ...localIdentity,
      AWS_ENDPOINT_URL:
        process.env.SLIPWAY_AWS_ENDPOINT ?? `http://127.0.0.1:${port}`,
      AWS_PAGER: '',
    },
  });
}

main().catch(fail);
