import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreatePullThroughCacheRuleCommand,
  DeletePullThroughCacheRuleCommand,
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  DescribePullThroughCacheRulesCommand,
  ECRClient,
  ListImagesCommand,
  PutImageCommand,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr';
import { InternalClient } from '../client/InternalClient';
import { AdminRoutes } from '../proxy/AdminRoutes';
import { jsonResponse } from '../proxy/AwsResponse';
import type { Handler } from '../proxy/Handler';
import { ProxyServer } from '../proxy/ProxyServer';
import { localAnnotations } from './localCommand';
import { digestOf, mediaTypes } from './manifest';
import { Registry } from './Registry';
import { RegistryHandler } from './RegistryHandler';
import { scanStatuses } from './Scans';

const accountId = '123456789012';
const host = `${accountId}.dkr.ecr.eu-central-1.amazonaws.com`;
const ALL_TYPES = Object.values(mediaTypes);

function manifest(word: string, mediaType: string = mediaTypes.ociManifest) {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.oci.empty.v1+json', size: 2 },
    layers: [{ size: 100 }],
    annotations: { [localAnnotations.command]: JSON.stringify(['node', word]) },
  });
}

function index(children: string[], mediaType: string = mediaTypes.ociIndex) {
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

/** Stands for moto: one repository whose tags move, one whose tags do not. */
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

describe('RegistryHandler', () => {
  let server: ProxyServer;
  let ecr: ECRClient;
  let registry: Registry;
  let url: string;

  beforeEach(async () => {
    const admin = AdminRoutes.create();
    registry = Registry.create();
    const client = InternalClient.create({ handlers: [repositories] });
    server = ProxyServer.create({
      port: 0,
      host: '127.0.0.1',
      admin,
      handlers: [
        RegistryHandler.create({ accountId, admin, registry, client }),
        repositories,
      ],
    });
    url = await server.start();
    ecr = new ECRClient({
      endpoint: url,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' },
    });
  });

  afterEach(async () => {
    ecr.destroy();
    await server.stop();
  });

  function put(
    imageManifest: string,
    imageTag?: string,
    repositoryName = 'orders',
  ) {
    return ecr.send(
      new PutImageCommand({ repositoryName, imageManifest, imageTag }),
    );
  }

  async function script(body: object) {
    const answer = await fetch(`${url}/_local/registry/scans`, {
      method: 'POST',
      body: JSON.stringify({ repository: 'orders', ...body }),
    });
    return answer.status;
  }

  function scanOf(imageDigest: string, paging = {}) {
    return ecr.send(
      new DescribeImageScanFindingsCommand({
        repositoryName: 'orders',
        imageId: { imageDigest },
        ...paging,
      }),
    );
  }

  it.each(ALL_TYPES.slice(0, 1).concat(mediaTypes.ociManifest))(
    'keeps a %s under the digest of its exact bytes',
    async mediaType => {
      const text = manifest('server.js', mediaType);
      const { image } = await put(text, 'v1');
      expect(image?.imageId).toEqual({
        imageDigest: digestOf(text),
        imageTag: 'v1',
      });

      const got = await ecr.send(
        new BatchGetImageCommand({
          repositoryName: 'orders',
          imageIds: [{ imageTag: 'v1' }, { imageTag: 'v2' }],
          acceptedMediaTypes: ALL_TYPES,
        }),
      );
      expect(got.images?.[0].imageManifest).toBe(text);
      expect(got.failures).toEqual([
        {
          imageId: { imageTag: 'v2' },
          failureCode: 'ImageNotFound',
          failureReason: 'Requested image not found',
        },
      ]);
    },
  );

  it.each([mediaTypes.ociIndex, mediaTypes.dockerManifestList])(
    'takes a %s only after its children, and hands it only to callers that accept it',
    async mediaType => {
      const children = [manifest('attestation'), manifest('server.js')];
      const text = index(children, mediaType);
      await expect(put(text, 'v1')).rejects.toThrow(
        expect.objectContaining({ name: 'ReferencedImagesNotFoundException' }),
      );
      for (const child of children) {
        await put(child);
      }
      await put(text, 'v1');

      const get = (acceptedMediaTypes?: string[]) =>
        ecr.send(
          new BatchGetImageCommand({
            repositoryName: 'orders',
            imageIds: [{ imageTag: 'v1' }],
            acceptedMediaTypes,
          }),
        );
      expect((await get()).images).toEqual([]);
      expect((await get(ALL_TYPES)).images?.[0].imageManifestMediaType).toBe(
        mediaType,
      );
      await expect(
        registry.resolve(`${host}/orders@${digestOf(text)}`),
      ).resolves.toMatchObject({
        digest: digestOf(text),
        command: ['node', 'server.js'],
      });
    },
  );

  it('moves a mutable tag and refuses to move an immutable one', async () => {
    await put(manifest('one'), 'v1');
    await put(manifest('two'), 'v1');
    await expect(registry.resolve(`${host}/orders:v1`)).resolves.toMatchObject({
      command: ['node', 'two'],
    });

    await put(manifest('one'), 'v1', 'frozen');
    await expect(put(manifest('two'), 'v1', 'frozen')).rejects.toThrow(
      expect.objectContaining({ name: 'ImageTagAlreadyExistsException' }),
    );
    await expect(put(manifest('one'), 'v1', 'frozen')).rejects.toThrow(
      expect.objectContaining({ name: 'ImageAlreadyExistsException' }),
    );
  });

  it('refuses what is no manifest, a wrong digest and an unknown repository', async () => {
    const refusals = [
      [{ imageManifest: '{' }, 'InvalidParameterException'],
      [{ imageManifest: '{"schemaVersion":2}' }, 'InvalidParameterException'],
      [
        { imageManifest: manifest('a'), imageDigest: digestOf('b') },
        'ImageDigestDoesNotMatchException',
      ],
      [
        { imageManifest: manifest('a'), repositoryName: 'nobody' },
        'RepositoryNotFoundException',
      ],
    ] as const;
    for (const [input, name] of refusals) {
      await expect(
        ecr.send(new PutImageCommand({ repositoryName: 'orders', ...input })),
      ).rejects.toThrow(expect.objectContaining({ name }));
    }
  });

  it('pages through images and names each once a tag', async () => {
    for (const word of ['a', 'b', 'c']) {
      await put(manifest(word), word);
    }
    await put(manifest('d'));
    const first = await ecr.send(
      new ListImagesCommand({ repositoryName: 'orders', maxResults: 3 }),
    );
    const second = await ecr.send(
      new ListImagesCommand({
        repositoryName: 'orders',
        maxResults: 3,
        nextToken: first.nextToken,
      }),
    );
    expect(first.imageIds).toHaveLength(3);
    expect(second.imageIds).toHaveLength(1);
    expect(second.nextToken).toBeUndefined();

    const described = await ecr.send(
      new DescribeImagesCommand({
        repositoryName: 'orders',
        filter: { tagStatus: 'UNTAGGED' },
      }),
    );
    expect(described.imageDetails).toMatchObject([
      { imageDigest: digestOf(manifest('d')), imageSizeInBytes: 102 },
    ]);
    expect(described.imageDetails?.[0].imagePushedAt).toBeInstanceOf(Date);
    await expect(
      ecr.send(
        new DescribeImagesCommand({
          repositoryName: 'orders',
          imageIds: [{ imageTag: 'z' }],
        }),
      ),
    ).rejects.toThrow(
      "The image with imageId {imageDigest:'null', imageTag:'z'} does not exist within the repository with name 'orders' in the registry with id '123456789012'",
    );
  });

  it('deletes by tag and digest, but no child that an index needs', async () => {
    const children = [manifest('attestation'), manifest('server.js')];
    for (const child of children) {
      await put(child);
    }
    await put(index(children), 'v1');
    const remove = (id: object) =>
      ecr.send(
        new BatchDeleteImageCommand({
          repositoryName: 'orders',
          imageIds: [id],
        }),
      );
    const child = { imageDigest: digestOf(children[1]) };
    expect((await remove(child)).failures).toMatchObject([
      { failureCode: 'ImageReferencedByManifestList' },
    ]);
    expect((await remove({ imageTag: 'v1' })).imageIds).toEqual([
      { imageDigest: digestOf(index(children)), imageTag: 'v1' },
    ]);
    expect((await remove(child)).failures).toEqual([]);
    await expect(
      registry.resolve(`${host}/orders:v1`),
    ).resolves.toBeUndefined();
  });

  it('says that a manifest without a command cannot run here', async () => {
    await put(
      JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.ociManifest }),
      'bare',
    );
    await expect(registry.resolve(`${host}/orders:bare`)).rejects.toThrow(
      'names no command in its annotation dev.slipway.local.command',
    );
    await expect(
      registry.resolve('docker.io/library/postgres:17'),
    ).resolves.toBeUndefined();
  });

  it('scans on push where the repository says so: complete, without findings', async () => {
    const { image } = await put(manifest('a'), 'v1');
    const scan = await scanOf(image?.imageId?.imageDigest ?? '');
    expect(scan.imageScanStatus?.status).toBe('COMPLETE');
    expect(scan.imageScanFindings).toMatchObject({
      findings: [],
      findingSeverityCounts: {},
    });
    expect(scan.imageScanFindings?.imageScanCompletedAt).toBeInstanceOf(Date);
  });

  it('has no scan where scan on push is off, until one is started', async () => {
    await put(manifest('a'), 'v1', 'frozen');
    const input = { repositoryName: 'frozen', imageId: { imageTag: 'v1' } };
    await expect(
      ecr.send(new DescribeImageScanFindingsCommand(input)),
    ).rejects.toThrow(
      expect.objectContaining({ name: 'ScanNotFoundException' }),
    );
    await ecr.send(new StartImageScanCommand(input));
    const scan = await ecr.send(new DescribeImageScanFindingsCommand(input));
    expect(scan.imageScanStatus?.status).toBe('COMPLETE');
  });

  it('refuses to scan an index', async () => {
    const child = manifest('a');
    await put(child);
    await put(index([child]), 'v1');
    const input = { repositoryName: 'orders', imageId: { imageTag: 'v1' } };
    await expect(ecr.send(new StartImageScanCommand(input))).rejects.toThrow(
      expect.objectContaining({ name: 'UnsupportedImageTypeException' }),
    );
    await expect(
      ecr.send(new DescribeImageScanFindingsCommand(input)),
    ).rejects.toThrow(
      expect.objectContaining({ name: 'ScanNotFoundException' }),
    );
  });

  it.each(scanStatuses)('plays the scan status %s', async status => {
    const digest = digestOf(manifest('a'));
    await script({ digest, status, description: 'as scripted' });
    await put(manifest('a'), 'v1');
    const scan = await scanOf(digest);
    expect(scan.imageScanStatus).toEqual({
      status,
      description: 'as scripted',
    });
  });

  it('plays an image that was never scanned, and one that is not there', async () => {
    const { image } = await put(manifest('a'), 'v1');
    const digest = image?.imageId?.imageDigest ?? '';
    await script({ digest, status: 'NOT_SCANNED' });
    await expect(scanOf(digest)).rejects.toThrow(
      expect.objectContaining({ name: 'ScanNotFoundException' }),
    );
    await expect(scanOf(digestOf('nothing'))).rejects.toThrow(
      expect.objectContaining({ name: 'ImageNotFoundException' }),
    );
  });

  it('pages through findings; the counts are those of the image', async () => {
    const { image } = await put(manifest('a'), 'v1');
    const digest = image?.imageId?.imageDigest ?? '';
    await script({
      digest,
      status: 'COMPLETE',
      findings: [
        { name: 'CVE-2026-0001', severity: 'HIGH' },
        { name: 'CVE-2026-0002', severity: 'HIGH' },
        { name: 'CVE-2026-0003', severity: 'LOW' },
      ],
    });
    const first = await scanOf(digest, { maxResults: 2 });
    const second = await scanOf(digest, {
      maxResults: 2,
      nextToken: first.nextToken,
    });
    expect(first.imageScanFindings?.findings).toHaveLength(2);
    expect(second.imageScanFindings?.findings).toEqual([
      { name: 'CVE-2026-0003', severity: 'LOW' },
    ]);
    expect(second.imageScanFindings?.findingSeverityCounts).toEqual({
      HIGH: 2,
      LOW: 1,
    });
    expect(second.nextToken).toBeUndefined();
  });

  it('answers enhanced findings in their own member', async () => {
    const { image } = await put(manifest('a'), 'v1');
    const digest = image?.imageId?.imageDigest ?? '';
    await script({
      digest,
      status: 'ACTIVE',
      enhancedFindings: [{ severity: 'CRITICAL', fixAvailable: 'YES' }],
    });
    const scan = await scanOf(digest);
    expect(scan.imageScanFindings?.enhancedFindings).toMatchObject([
      { severity: 'CRITICAL', fixAvailable: 'YES' },
    ]);
    expect(scan.imageScanFindings?.findings).toBeUndefined();
  });

  it('refuses a script that no scan could answer', async () => {
    await expect(
      script({ digest: digestOf('a'), status: 'GREEN' }),
    ).resolves.toBe(400);
  });

  it('keeps pull-through cache rules', async () => {
    const rule = {
      ecrRepositoryPrefix: 'slipway-public',
      upstreamRegistryUrl: 'public.ecr.aws',
    };
    await ecr.send(new CreatePullThroughCacheRuleCommand(rule));
    await expect(
      ecr.send(new CreatePullThroughCacheRuleCommand(rule)),
    ).rejects.toThrow(
      expect.objectContaining({
        name: 'PullThroughCacheRuleAlreadyExistsException',
      }),
    );
    const described = await ecr.send(
      new DescribePullThroughCacheRulesCommand({
        ecrRepositoryPrefixes: ['slipway-public'],
      }),
    );
    expect(described.pullThroughCacheRules).toMatchObject([
      { ...rule, registryId: accountId },
    ]);
    await ecr.send(
      new DeletePullThroughCacheRuleCommand({
        ecrRepositoryPrefix: 'slipway-public',
      }),
    );
    await expect(
      ecr.send(
        new DescribePullThroughCacheRulesCommand({
          ecrRepositoryPrefixes: ['slipway-public'],
        }),
      ),
    ).rejects.toThrow(
      expect.objectContaining({
        name: 'PullThroughCacheRuleNotFoundException',
      }),
    );
  });
});
