import { LocalAws } from './LocalAws';

/* eslint-disable no-console -- this is a command: it talks to a terminal */

/**
 * Runs the emulator until it is told to stop (Ctrl-C or SIGTERM).
 * Environment: `LOCAL_AWS_PORT` (4566), `LOCAL_AWS_HOST` (127.0.0.1), `LOCAL_AWS_DATA` (a temporary folder),
 * `LOCAL_AWS_ACCESS=off` (policies are not enforced), `LOCAL_AWS_MOTO_URL` (an already running moto; otherwise one is started).
 */
async function main(): Promise<void> {
  const { env } = process;
  const localAws = LocalAws.create({
    port: env.LOCAL_AWS_PORT ? Number(env.LOCAL_AWS_PORT) : undefined,
    host: env.LOCAL_AWS_HOST,
    dataDirectory: env.LOCAL_AWS_DATA,
    enforceAccess: env.LOCAL_AWS_ACCESS !== 'off',
    motoUrl: env.LOCAL_AWS_MOTO_URL,
  });
  await localAws.start();
  console.log(`local-aws answers on ${localAws.url}`);

  let stopping = false;
  const stop = async () => {
    if (stopping) {
      return;
    }
    stopping = true;
    await localAws.stop();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
