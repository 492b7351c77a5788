import fs from 'node:fs';
import path from 'node:path';
import { answerOf, findOnPath, run } from './commands.mjs';
import { toolsFolder } from './paths.mjs';
import { PlainError, step } from './report.mjs';

const MOTO = 'moto[server]==5.2.1';
const folder = path.join(toolsFolder, 'moto');

/** The environment in which Python finds the moto that was fetched, after the machine's own packages. */
function withFetchedMoto(environment) {
  const paths = [environment.PYTHONPATH, folder].filter(Boolean);
  return { ...environment, PYTHONPATH: paths.join(path.delimiter) };
}

function answersInPython(code) {
  return (
    answerOf('python3', ['-c', code], {
      env: withFetchedMoto(process.env),
      stdio: ['ignore', 'pipe', 'ignore'],
    }) !== undefined
  );
}

/** Whether moto is there, or can be fetched with pip. Throws a PlainError when neither. */
export function findMoto() {
  const installed =
    Boolean(findOnPath('moto_server')) || answersInPython('import moto.server');
  if (!installed && !answersInPython('import pip')) {
    throw new PlainError(
      `moto is not installed and python3 has no pip to fetch it with: install pip (on Debian: apt-get install python3-pip) or ${MOTO} itself.`,
    );
  }
  return { installed, environment: withFetchedMoto };
}

/** Fetches moto into `.tools` where the machine has none. */
export async function ensureMoto(moto) {
  if (moto.installed) {
    return;
  }
  step(`Fetching ${MOTO}…`);
  fs.mkdirSync(folder, { recursive: true });
  const code = await run('python3', [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--target',
    folder,
    MOTO,
  ]);
  if (code !== 0) {
    fs.rmSync(folder, { recursive: true, force: true });
    throw new PlainError(
      `${MOTO} could not be fetched: pip ended with code ${code}. Check the network, or install it by hand.`,
    );
  }
}
