import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { InternalClient } from '../../client/InternalClient';
import { AdminRoutes } from '../../proxy/AdminRoutes';
import { jsonResponse } from '../../proxy/AwsResponse';
import type { Handler } from '../../proxy/Handler';
import { ProxyServer } from '../../proxy/ProxyServer';
import { localAnnotations } from '../localCommand';
import { digestOf, mediaTypes } from '../manifest';
import { Registry } from '../Registry';
import { RegistryHandler } from '../RegistryHandler';

export const accountId = '123456789012';

/** A manifest that runs `node <word>`: another digest for each word. */
export function manifest(
  word: string,
  mediaType: string = mediaTypes.ociManifest,
): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.oci.empty.v1+json', size: 2 },
    layers: [{ size: 100 }],
    annotations: { [localAnnotations.command]: JSON.stringify(['node', word]) },
  });
}

/** An index of an attestation and of an image, by their manifests. */
export function index(
  children: string[],
  mediaType: string = mediaTypes.ociIndex,
): string {
  const platforms = [
    { os: 'unknown', architecture: 'unknown' },
    { os: 'linux', architecture: 'amd64' },
  ];
  return JSON.stringify({
    schemaVersion: 2,
    mediaType,
    manifests: children.map((child, position) => ({
      digest: digestOf(child),
      size: child.length,
      platform: platforms[position],
    })),
  });
}

// Stands for moto: one repository whose tags move, one whose tags do not.
const repositories: Handler = {
  async handle(request) {
    return request.action === 'DescribeRepositories'
      ? jsonResponse({
          repositories: [
            {
              repositoryName: 'orders',
              repositoryArn: 'arn:orders',
              imageTagMutability: 'MUTABLE',
              imageScanningConfiguration: { scanOnPush: true },
            },
            {
              repositoryName: 'frozen',
              repositoryArn: 'arn:frozen',
              imageTagMutability: 'IMMUTABLE',
            },
          ],
        })
      : jsonResponse({});
  },
};

/** A registry that answers the SDK, for one test. */
export class LocalRegistry {
  readonly registry: Registry;
  readonly ecr: ECRClient;
  readonly url: string;
  readonly #server: ProxyServer;

  private constructor(
    registry: Registry,
    running: { server: ProxyServer; url: string },
  ) {
    this.registry = registry;
    this.url = running.url;
    this.#server = running.server;
    this.ecr = new ECRClient({
      endpoint: running.url,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' },
    });
  }

  static async start(): Promise<LocalRegistry> {
    const admin = AdminRoutes.create();
    const registry = Registry.create();
    const client = InternalClient.create({ handlers: [repositories] });
    const server = ProxyServer.create({
      port: 0,
      host: '127.0.0.1',
      admin,
      handlers: [
        RegistryHandler.create({ accountId, admin, registry, client }),
        repositories,
      ],
    });
    return new LocalRegistry(registry, { server, url: await server.start() });
  }

  async stop(): Promise<void> {
    this.ecr.destroy();
    await this.#server.stop();
  }

  put(imageManifest: string, imageTag?: string, repositoryName = 'orders') {
    return this.ecr.send(
      new PutImageCommand({ repositoryName, imageManifest, imageTag }),
    );
  }
}
