import {
  DescribeClustersCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  GetUserCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import {
  AccessPlayground,
  account,
  allow,
  document,
  operator,
  region,
} from './__testUtils__/AccessPlayground';

jest.setTimeout(60_000);

describe('what policies let a caller of the emulator do', () => {
  const aws = new AccessPlayground();

  beforeAll(() => aws.start());
  afterAll(() => aws.stop());

  it('denies in the words of AWS what no policy allows, and follows a policy that changes', async () => {
    const key = await aws.user(document(allow('ecs:ListClusters', '*')));
    const cluster = `arn:aws:ecs:${region}:123456789012:cluster/shop`;
    await expect(aws.createCluster(key, 'shop')).rejects.toThrow(
      expect.objectContaining({
        name: 'AccessDeniedException',
        message: `User: ${account}:user/${key.name} is not authorized to perform: ecs:CreateCluster on resource: ${cluster} because no identity-based policy allows the ecs:CreateCluster action`,
      }),
    );
    const { Policy } = await aws.iam.send(
      new CreatePolicyCommand({
        PolicyName: 'clusters',
        PolicyDocument: document(allow('ecs:CreateCluster', cluster)),
      }),
    );
    await aws.iam.send(
      new AttachUserPolicyCommand({
        UserName: key.name,
        PolicyArn: Policy?.Arn,
      }),
    );
    await expect(aws.createCluster(key, 'shop')).resolves.toBeDefined();
    await expect(aws.createCluster(key, 'other')).rejects.toThrow(
      expect.objectContaining({ name: 'AccessDeniedException' }),
    );
  });

  it('evaluates tags in the request, and asks for tagging at creation', async () => {
    const condition = { StringEquals: { 'aws:RequestTag/team': 'shop' } };
    const key = await aws.user(
      document(allow('ecs:CreateCluster', '*', condition)),
    );
    const shop = [{ key: 'team', value: 'shop' }];
    await expect(aws.createCluster(key, 'untagged')).rejects.toThrow(
      'ecs:CreateCluster',
    );
    await expect(aws.createCluster(key, 'tagged', shop)).rejects.toThrow(
      'is not authorized to perform: ecs:TagResource',
    );
    await aws.iam.send(
      new PutUserPolicyCommand({
        UserName: key.name,
        PolicyName: 'tagging',
        PolicyDocument: document(
          allow('ecs:TagResource', '*', {
            StringEquals: { 'ecs:CreateAction': 'CreateCluster' },
          }),
        ),
      }),
    );
    await expect(aws.createCluster(key, 'tagged', shop)).resolves.toBeDefined();
    await expect(
      aws.createCluster(key, 'foreign', [{ key: 'team', value: 'other' }]),
    ).rejects.toThrow('ecs:CreateCluster');
  });

  it('evaluates the tags that a resource has', async () => {
    await aws.createCluster(operator, 'owned', [
      { key: 'team', value: 'shop' },
    ]);
    await aws.createCluster(operator, 'foreign', [
      { key: 'team', value: 'other' },
    ]);
    const condition = { StringEquals: { 'aws:ResourceTag/team': 'shop' } };
    const key = await aws.user(
      document(allow('ecs:DescribeClusters', '*', condition)),
    );
    const describe = (cluster: string) =>
      aws.ecsAs(key).send(new DescribeClustersCommand({ clusters: [cluster] }));
    await expect(describe('owned')).resolves.toBeDefined();
    await expect(describe('foreign')).rejects.toThrow('ecs:DescribeClusters');
  });

  it('lets the permission boundary limit what policies grant', async () => {
    const { Policy } = await aws.iam.send(
      new CreatePolicyCommand({
        PolicyName: 'boundary',
        PolicyDocument: document(allow('s3:*', '*')),
      }),
    );
    const key = await aws.user(document(allow('*', '*')), Policy?.Arn);
    const { User } = await aws.iam.send(
      new GetUserCommand({ UserName: key.name }),
    );
    expect(User?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(Policy?.Arn);
    await expect(aws.createCluster(key, 'beyond')).rejects.toThrow(
      'because no permissions boundary allows the ecs:CreateCluster action',
    );
    await expect(
      aws.s3As(key).send(new CreateBucketCommand({ Bucket: 'within' })),
    ).resolves.toBeDefined();
  });

  it('scopes S3 by key, prefix and version, and an explicit deny wins', async () => {
    await aws.s3As(operator).send(new CreateBucketCommand({ Bucket: 'state' }));
    const key = await aws.user(
      document(
        allow(
          ['s3:GetObject', 's3:PutObject', 's3:DeleteObject*'],
          'arn:aws:s3:::state/services/*',
        ),
        allow('s3:ListBucket', 'arn:aws:s3:::state', {
          StringLike: { 's3:prefix': 'services/*' },
        }),
        { Effect: 'Deny', Action: 's3:DeleteObjectVersion', Resource: '*' },
      ),
    );
    const s3 = aws.s3As(key);
    const at = (Key: string) => ({ Bucket: 'state', Key });
    await s3.send(
      new PutObjectCommand({ ...at('services/a b.json'), Body: '{}' }),
    );
    await expect(
      s3.send(new PutObjectCommand({ ...at('platform/a.json'), Body: '{}' })),
    ).rejects.toThrow(expect.objectContaining({ name: 'AccessDenied' }));
    await expect(
      s3.send(
        new ListObjectsV2Command({ Bucket: 'state', Prefix: 'services/' }),
      ),
    ).resolves.toMatchObject({ KeyCount: 1 });
    await expect(
      s3.send(new ListObjectsV2Command({ Bucket: 'state' })),
    ).rejects.toThrow('s3:ListBucket');
    await expect(
      s3.send(
        new DeleteObjectCommand({ ...at('services/a b.json'), VersionId: 'v' }),
      ),
    ).rejects.toThrow('with an explicit deny in an identity-based policy');
    await s3.send(new DeleteObjectCommand(at('services/a b.json')));
  });

  it('asks for iam:PassRole when a task definition hands a role over', async () => {
    await aws.iam.send(
      new CreateRoleCommand({
        RoleName: 'task',
        Path: '/shop/',
        AssumeRolePolicyDocument: document({
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
        }),
      }),
    );
    const key = await aws.user(
      document(
        allow('ecs:RegisterTaskDefinition', '*'),
        allow('iam:PassRole', `${account}:role/shop/*`, {
          StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
        }),
      ),
    );
    const register = (taskRoleArn: string) =>
      aws.ecsAs(key).send(
        new RegisterTaskDefinitionCommand({
          family: 'orders',
          taskRoleArn,
          containerDefinitions: [
            { name: 'orders', image: 'orders', memory: 128 },
          ],
        }),
      );
    await expect(register(`${account}:role/admin`)).rejects.toThrow(
      `is not authorized to perform: iam:PassRole on resource: ${account}:role/admin`,
    );
    await expect(register(`${account}:role/shop/task`)).resolves.toBeDefined();
  });
});
