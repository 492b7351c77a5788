import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { PlainError, step } from '../lib/report.mjs';
import { buildDebianBase } from './debianBase.mjs';
import { buildStandIn } from './standIns.mjs';

const BASE = 'debian:bookworm-slim';
const LABEL = 'slipway.stand-in';
const here = path.dirname(fileURLToPath(import.meta.url));

/** The images that a Dockerfile starts from, with the defaults of its build arguments. */
function basesOf(dockerfile) {
  const defaults = Object.fromEntries(
    [...dockerfile.matchAll(/^ARG (\w+)=(\S*)$/gm)].map(match => [
      match[1],
      match[2],
    ]),
  );
  return [...dockerfile.matchAll(/^FROM (\S+:\S+)/gm)].map(match =>
    match[1].replace(/\$\{(\w+)\}/g, (_, name) => defaults[name] ?? ''),
  );
}

/** The public images that a compose file and the Dockerfiles it builds ask for. */
export function imagesOf(composeFile) {
  const { services } = parse(fs.readFileSync(composeFile, 'utf8'));
  const images = Object.values(services).flatMap(({ image, build }) => {
    if (!build) {
      return image;
    }
    const { context, dockerfile = 'Dockerfile' } =
      typeof build === 'string' ? { context: build } : build;
    return basesOf(
      fs.readFileSync(
        path.join(path.dirname(composeFile), context, dockerfile),
        'utf8',
      ),
    );
  });
  return [...new Set(images)];
}

/** Tells apart the stand-ins of different recipes. */
function recipeFingerprint() {
  const hash = createHash('sha256');
  for (const name of ['debianBase.mjs', 'standIns.mjs']) {
    hash.update(fs.readFileSync(path.join(here, name)));
  }
  const folder = path.join(here, 'stand-ins');
  for (const name of fs.readdirSync(folder, { recursive: true }).sort()) {
    const file = path.join(folder, name);
    if (fs.statSync(file).isFile()) {
      hash.update(name).update(fs.readFileSync(file));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/** Whether an image is there: a public one, or a stand-in of this recipe. */
async function isThere({ engine, image, fingerprint }) {
  if (!(await engine.docker(['images', '--quiet', image])).trim()) {
    return false;
  }
  const label = await engine.docker([
    'image',
    'inspect',
    '--format',
    `{{index .Config.Labels "${LABEL}"}}`,
    image,
  ]);
  return ['', '<no value>', fingerprint].includes(label.trim());
}

/** Whether the image could be pulled. An interrupt is an interrupt, not an unreachable registry. */
async function pull({ engine, image, signal }) {
  try {
    await engine.docker(['pull', '--quiet', image]);
    return true;
  } catch (error) {
    if (signal.aborted || !(error instanceof PlainError)) {
      throw error;
    }
    return false;
  }
}

/**
 * Makes the images available under their public names: pulled where an image registry answers, otherwise built as
 * stand-ins with the same interface. What is there from an earlier run stays.
 */
export async function ensureBaseImages({ engine, images, folder, signal }) {
  const fingerprint = recipeFingerprint();
  const label = `${LABEL}=${fingerprint}`;
  const context = { engine, folder, fingerprint, label, signal };
  for (const image of images) {
    const one = { ...context, image };
    if (await isThere(one)) {
      continue;
    }
    step(`Fetching ${image}…`);
    if (await pull(one)) {
      continue;
    }
    const base = { ...context, image: BASE };
    if (!(await isThere(base)) && !(await pull(base))) {
      step(
        `No image registry answers: building ${BASE} from Debian's archive…`,
      );
      await buildDebianBase(base);
    }
    step(`Building a stand-in for ${image}…`);
    await buildStandIn(one);
  }
}
