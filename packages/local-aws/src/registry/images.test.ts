import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  DescribeImagesCommand,
  ListImagesCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import {
  accountId,
  index,
  LocalRegistry,
  manifest,
} from './__testUtils__/LocalRegistry';
import { digestOf, mediaTypes } from './manifest';

const host = `${accountId}.dkr.ecr.eu-central-1.amazonaws.com`;
const ALL_TYPES = Object.values(mediaTypes);

describe('images', () => {
  let local: LocalRegistry;

  beforeEach(async () => {
    local = await LocalRegistry.start();
  });
  afterEach(() => local.stop());

  it.each(ALL_TYPES.slice(0, 1).concat(mediaTypes.ociManifest))(
    'keeps a %s under the digest of its exact bytes',
    async mediaType => {
      const text = manifest('server.js', mediaType);
      const { image } = await local.put(text, 'v1');
      expect(image?.imageId).toEqual({
        imageDigest: digestOf(text),
        imageTag: 'v1',
      });

      const got = await local.ecr.send(
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
      await expect(local.put(text, 'v1')).rejects.toThrow(
        expect.objectContaining({ name: 'ReferencedImagesNotFoundException' }),
      );
      for (const child of children) {
        await local.put(child);
      }
      await local.put(text, 'v1');

      const get = (acceptedMediaTypes?: string[]) =>
        local.ecr.send(
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
        local.registry.resolve(`${host}/orders@${digestOf(text)}`),
      ).resolves.toMatchObject({
        digest: digestOf(text),
        command: ['node', 'server.js'],
      });
    },
  );

  it('moves a mutable tag and refuses to move an immutable one', async () => {
    await local.put(manifest('one'), 'v1');
    await local.put(manifest('two'), 'v1');
    await expect(
      local.registry.resolve(`${host}/orders:v1`),
    ).resolves.toMatchObject({
      command: ['node', 'two'],
    });

    await local.put(manifest('one'), 'v1', 'frozen');
    await expect(local.put(manifest('two'), 'v1', 'frozen')).rejects.toThrow(
      expect.objectContaining({ name: 'ImageTagAlreadyExistsException' }),
    );
    await expect(local.put(manifest('one'), 'v1', 'frozen')).rejects.toThrow(
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
        local.ecr.send(
          new PutImageCommand({ repositoryName: 'orders', ...input }),
        ),
      ).rejects.toThrow(expect.objectContaining({ name }));
    }
  });

  it('pages through images and names each once a tag', async () => {
    for (const word of ['a', 'b', 'c']) {
      await local.put(manifest(word), word);
    }
    await local.put(manifest('d'));
    const first = await local.ecr.send(
      new ListImagesCommand({ repositoryName: 'orders', maxResults: 3 }),
    );
    const second = await local.ecr.send(
      new ListImagesCommand({
        repositoryName: 'orders',
        maxResults: 3,
        nextToken: first.nextToken,
      }),
    );
    expect(first.imageIds).toHaveLength(3);
    expect(second.imageIds).toHaveLength(1);
    expect(second.nextToken).toBeUndefined();

    const described = await local.ecr.send(
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
      local.ecr.send(
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
      await local.put(child);
    }
    await local.put(index(children), 'v1');
    const remove = (id: object) =>
      local.ecr.send(
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
      local.registry.resolve(`${host}/orders:v1`),
    ).resolves.toBeUndefined();
  });

  it('says that a manifest without a command cannot run here', async () => {
    await local.put(
      JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.ociManifest }),
      'bare',
    );
    await expect(local.registry.resolve(`${host}/orders:bare`)).rejects.toThrow(
      'names no command in its annotation dev.slipway.local.command',
    );
    await expect(
      local.registry.resolve('docker.io/library/postgres:17'),
    ).resolves.toBeUndefined();
  });
});
