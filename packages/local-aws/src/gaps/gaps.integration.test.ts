import {
  CreateUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  GetUserCommand,
  IAMClient,
  PutUserPermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
  type LifecycleRule,
} from '@aws-sdk/client-s3';
import { LocalAws } from '../LocalAws';

jest.setTimeout(60_000);

describe('what moto lacks', () => {
  const localAws = LocalAws.create({ port: 0 });
  const settings = () => ({
    endpoint: localAws.url,
    region: 'eu-central-1',
    credentials: {
      accessKeyId: 'AKIALOCALOPERATOR000',
      secretAccessKey: 'local-operator-secret',
    },
  });
  let s3: S3Client;

  beforeAll(async () => {
    await localAws.start();
    s3 = new S3Client({ ...settings(), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'state' }));
  });
  afterAll(() => localAws.stop());

  it('keeps the boundary of a user', async () => {
    const iam = new IAMClient(settings());
    const first = 'arn:aws:iam::123456789012:policy/first';
    const second = 'arn:aws:iam::123456789012:policy/second';
    const boundary = async () => {
      const { User } = await iam.send(new GetUserCommand({ UserName: 'u' }));
      return User?.PermissionsBoundary?.PermissionsBoundaryArn;
    };
    await iam.send(
      new CreateUserCommand({ UserName: 'u', PermissionsBoundary: first }),
    );
    await expect(boundary()).resolves.toBe(first);
    await iam.send(
      new PutUserPermissionsBoundaryCommand({
        UserName: 'u',
        PermissionsBoundary: second,
      }),
    );
    await expect(boundary()).resolves.toBe(second);
    await iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: 'u' }));
    await expect(boundary()).resolves.toBeUndefined();
    await expect(
      iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: 'u' })),
    ).rejects.toThrow('does not have a permissions boundary');
  });

  it('answers a lifecycle as it was put', async () => {
    const rule: LifecycleRule = {
      ID: 'expire',
      Status: 'Enabled',
      Filter: { Prefix: '' },
      NoncurrentVersionExpiration: {
        NoncurrentDays: 90,
        NewerNoncurrentVersions: 30,
      },
    };
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: 'state',
        LifecycleConfiguration: { Rules: [rule] },
      }),
    );
    await expect(
      s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: 'state' })),
    ).resolves.toMatchObject({
      Rules: [rule],
      TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
    });
  });

  it('reads the condition of a bucket policy: what comes over TLS is not denied', async () => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: 'arn:aws:s3:::state/*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    });
    const Bucket = 'state';
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    await expect(
      s3.send(new GetBucketPolicyCommand({ Bucket })),
    ).resolves.toMatchObject({ Policy });
    await expect(
      s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'b' })),
    ).resolves.toBeDefined();
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await expect(
      s3.send(new GetBucketPolicyCommand({ Bucket })),
    ).rejects.toThrow(expect.objectContaining({ name: 'NoSuchBucketPolicy' }));
    await expect(
      s3.send(new PutBucketPolicyCommand({ Bucket: 'nobody', Policy })),
    ).rejects.toThrow(expect.objectContaining({ name: 'NoSuchBucket' }));
  });
});
