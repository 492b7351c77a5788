import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { localIdentity } from '../lib/localIdentity.mjs';
import { PlainError } from '../lib/report.mjs';

const ACCOUNT = '123456789012';
const PREFIX = 'slipway';

/** The command that the local ECS runs for the image, as words. */
function commandOf({ jar }) {
  if (!jar) {
    return ['node', '{sample}/server.mjs'];
  }
  const file = path.resolve(jar);
  if (!fs.existsSync(file)) {
    throw new PlainError(`There is no jar at ${file}: build it first.`);
  }
  // The Java that built it: the one on PATH may be older.
  const java = process.env.JAVA_HOME
    ? path.join(process.env.JAVA_HOME, 'bin/java')
    : 'java';
  return [java, '-jar', file];
}

/**
 * An OCI manifest that the local ECS can run: its annotation names a command instead of layers. `createdAt` makes
 * each push an image of its own.
 */
export function localManifest({ jar, failStart, createdAt }) {
  const config = JSON.stringify({ architecture: 'amd64', os: 'linux' });
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: `sha256:${createHash('sha256').update(config).digest('hex')}`,
      size: config.length,
    },
    layers: [],
    annotations: {
      'org.opencontainers.image.created': createdAt,
      'dev.slipway.local.command': JSON.stringify(
        failStart ? ['node', '-e', 'process.exit(1)'] : commandOf({ jar }),
      ),
    },
  });
}

/** Pushes an image for a stack; answers its reference by digest. */
export async function pushLocalImage({ stack, jar, failStart, endpoint }) {
  const client = new ECRClient({
    endpoint,
    region: localIdentity.AWS_REGION,
    credentials: {
      accessKeyId: localIdentity.AWS_ACCESS_KEY_ID,
      secretAccessKey: localIdentity.AWS_SECRET_ACCESS_KEY,
    },
  });
  const createdAt = new Date().toISOString();
  const repositoryName = `${PREFIX}/${stack}`;
  try {
    const { image } = await client.send(
      new PutImageCommand({
        repositoryName,
        imageManifest: localManifest({ jar, failStart, createdAt }),
        imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
        imageTag: createdAt.replace(/\D/g, ''),
      }),
    );
    return `${ACCOUNT}.dkr.ecr.${localIdentity.AWS_REGION}.amazonaws.com/${repositoryName}@${image.imageId.imageDigest}`;
  } catch (error) {
    if (error.name === 'RepositoryNotFoundException') {
      throw new PlainError(
        `The registry has no repository ${repositoryName}: create the service ${stack} from its template first.`,
      );
    }
    throw error;
  }
}
