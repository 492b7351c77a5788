import { ECRClient, DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import {
  CreateClusterCommand,
  DescribeClustersCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type Tag,
} from '@aws-sdk/client-ecs';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  GetUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { LocalAws } from '../LocalAws';

jest.setTimeout(60_000);

const region = 'eu-central-1';
const operator = {
  accessKeyId: 'AKIALOCALOPERATOR000',
  secretAccessKey: 'local-operator-secret',
};
const account = 'arn:aws:iam::123456789012';

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

function document(...statements: object[]) {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

function allow(
  action: string | string[],
  resource: string | string[],
  condition?: object,
) {
  return {
    Effect: 'Allow',
    Action: action,
    Resource: resource,
    ...(condition && { Condition: condition }),
  };
}

describe('access to the emulator', () => {
  const localAws = LocalAws.create({ port: 0 });
  let iam: IAMClient;

  const settings = (credentials: Credentials) => ({
    endpoint: localAws.url,
    region,
    credentials,
    maxAttempts: 1,
  });
  const ecsAs = (credentials: Credentials) =>
    new ECSClient(settings(credentials));
  const s3As = (credentials: Credentials) =>
    new S3Client({ ...settings(credentials), forcePathStyle: true });
  const stsAs = (credentials: Credentials) =>
    new STSClient(settings(credentials));

  let counter = 0;
  async function user(
    policy: string,
    boundary?: string,
  ): Promise<Credentials & { name: string }> {
    counter += 1;
    const name = `user-${counter}`;
    await iam.send(
      new CreateUserCommand({ UserName: name, PermissionsBoundary: boundary }),
    );
    await iam.send(
      new PutUserPolicyCommand({
        UserName: name,
        PolicyName: 'inline',
        PolicyDocument: policy,
      }),
    );
    const { AccessKey } = await iam.send(
      new CreateAccessKeyCommand({ UserName: name }),
    );
    return {
      name,
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    };
  }

  const createCluster = (
    credentials: Credentials,
    name: string,
    tags?: Tag[],
  ) =>
    ecsAs(credentials).send(
      new CreateClusterCommand({ clusterName: name, tags }),
    );

  beforeAll(async () => {
    await localAws.start();
    iam = new IAMClient(settings(operator));
  });
  afterAll(() => localAws.stop());

  it('knows the operator and does not restrict it', async () => {
    const identity = await stsAs(operator).send(
      new GetCallerIdentityCommand({}),
    );
    expect(identity).toMatchObject({
      Account: '123456789012',
      Arn: `${account}:root`,
    });
    await expect(createCluster(operator, 'free')).resolves.toBeDefined();
  });

  it('refuses an unknown key in the words of each protocol', async () => {
    const unknown = {
      accessKeyId: 'AKIAUNKNOWN000000000',
      secretAccessKey: 'x',
    };
    const answers: [Promise<unknown>, string][] = [
      [
        stsAs(unknown).send(new GetCallerIdentityCommand({})),
        'InvalidClientTokenId',
      ],
      [
        ecsAs(unknown).send(new DescribeClustersCommand({})),
        'UnrecognizedClientException',
      ],
      [
        s3As(unknown).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })),
        'InvalidAccessKeyId',
      ],
    ];
    for (const [answer, name] of answers) {
      await expect(answer).rejects.toThrow(expect.objectContaining({ name }));
    }
  });

  it('ends a key with its deletion, and while it is inactive', async () => {
    const { name, ...key } = await user(
      document(allow('ecs:ListClusters', '*')),
    );
    const identity = () => stsAs(key).send(new GetCallerIdentityCommand({}));
    await expect(identity()).resolves.toMatchObject({
      Arn: `${account}:user/${name}`,
    });
    const change = { UserName: name, AccessKeyId: key.accessKeyId };
    await iam.send(
      new UpdateAccessKeyCommand({ ...change, Status: 'Inactive' }),
    );
    await expect(identity()).rejects.toThrow(
      'The security token included in the request is invalid.',
    );
    await iam.send(new UpdateAccessKeyCommand({ ...change, Status: 'Active' }));
    await expect(identity()).resolves.toBeDefined();
    await iam.send(new DeleteAccessKeyCommand(change));
    await expect(identity()).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidClientTokenId' }),
    );
  });

  it('denies in the words of AWS what no policy allows, and follows a policy that changes', async () => {
    const key = await user(document(allow('ecs:ListClusters', '*')));
    const cluster = `arn:aws:ecs:${region}:123456789012:cluster/shop`;
    await expect(createCluster(key, 'shop')).rejects.toThrow(
      expect.objectContaining({
        name: 'AccessDeniedException',
        message: `User: ${account}:user/${key.name} is not authorized to perform: ecs:CreateCluster on resource: ${cluster} because no identity-based policy allows the ecs:CreateCluster action`,
      }),
    );
    const { Policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName: 'clusters',
        PolicyDocument: document(allow('ecs:CreateCluster', cluster)),
      }),
    );
    await iam.send(
      new AttachUserPolicyCommand({
        UserName: key.name,
        PolicyArn: Policy?.Arn,
      }),
    );
    await expect(createCluster(key, 'shop')).resolves.toBeDefined();
    await expect(createCluster(key, 'other')).rejects.toThrow(
      expect.objectContaining({ name: 'AccessDeniedException' }),
    );
  });

  it('evaluates tags in the request, and asks for tagging at creation', async () => {
    const condition = { StringEquals: { 'aws:RequestTag/team': 'shop' } };
    const key = await user(
      document(allow('ecs:CreateCluster', '*', condition)),
    );
    const shop = [{ key: 'team', value: 'shop' }];
    await expect(createCluster(key, 'untagged')).rejects.toThrow(
      'ecs:CreateCluster',
    );
    await expect(createCluster(key, 'tagged', shop)).rejects.toThrow(
      'is not authorized to perform: ecs:TagResource',
    );
    await iam.send(
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
    await expect(createCluster(key, 'tagged', shop)).resolves.toBeDefined();
    await expect(
      createCluster(key, 'foreign', [{ key: 'team', value: 'other' }]),
    ).rejects.toThrow('ecs:CreateCluster');
  });

  it('evaluates the tags that a resource has', async () => {
    await createCluster(operator, 'owned', [{ key: 'team', value: 'shop' }]);
    await createCluster(operator, 'foreign', [{ key: 'team', value: 'other' }]);
    const condition = { StringEquals: { 'aws:ResourceTag/team': 'shop' } };
    const key = await user(
      document(allow('ecs:DescribeClusters', '*', condition)),
    );
    const describe = (cluster: string) =>
      ecsAs(key).send(new DescribeClustersCommand({ clusters: [cluster] }));
    await expect(describe('owned')).resolves.toBeDefined();
    await expect(describe('foreign')).rejects.toThrow('ecs:DescribeClusters');
  });

  it('lets the permission boundary limit what policies grant', async () => {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName: 'boundary',
        PolicyDocument: document(allow('s3:*', '*')),
      }),
    );
    const key = await user(document(allow('*', '*')), Policy?.Arn);
    const { User } = await iam.send(new GetUserCommand({ UserName: key.name }));
    expect(User?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(Policy?.Arn);
    await expect(createCluster(key, 'beyond')).rejects.toThrow(
      'because no permissions boundary allows the ecs:CreateCluster action',
    );
    await expect(
      s3As(key).send(new CreateBucketCommand({ Bucket: 'within' })),
    ).resolves.toBeDefined();
  });

  it('scopes S3 by key, prefix and version, and an explicit deny wins', async () => {
    await s3As(operator).send(new CreateBucketCommand({ Bucket: 'state' }));
    const key = await user(
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
    const s3 = s3As(key);
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
    await iam.send(
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
    const key = await user(
      document(
        allow('ecs:RegisterTaskDefinition', '*'),
        allow('iam:PassRole', `${account}:role/shop/*`, {
          StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
        }),
      ),
    );
    const register = (taskRoleArn: string) =>
      ecsAs(key).send(
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

  it('assumes a role whose trust policy allows it, with the permissions of that role', async () => {
    const key = await user(
      document(allow('sts:AssumeRole', `${account}:role/reader`)),
    );
    const trust = (name: string) =>
      document({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: name },
      });
    for (const [role, principal] of [
      ['reader', `${account}:root`],
      ['closed', `${account}:user/nobody`],
    ]) {
      await iam.send(
        new CreateRoleCommand({
          RoleName: role,
          AssumeRolePolicyDocument: trust(principal),
        }),
      );
    }
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'reader',
        PolicyName: 'read',
        PolicyDocument: document(allow('ecs:DescribeClusters', '*')),
      }),
    );
    const assume = (role: string) =>
      stsAs(key).send(
        new AssumeRoleCommand({
          RoleArn: `${account}:role/${role}`,
          RoleSessionName: 'portal',
        }),
      );
    await expect(assume('closed')).rejects.toThrow(
      expect.objectContaining({ name: 'AccessDenied' }),
    );
    const { Credentials } = await assume('reader');
    const session = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken,
    };
    await expect(
      ecsAs(session).send(new DescribeClustersCommand({ clusters: ['free'] })),
    ).resolves.toBeDefined();
    await expect(createCluster(session, 'never')).rejects.toThrow(
      `User: arn:aws:sts::123456789012:assumed-role/reader/portal is not authorized to perform: ecs:CreateCluster`,
    );
    await expect(
      new ECRClient(settings(session)).send(
        new DescribeRepositoriesCommand({}),
      ),
    ).rejects.toThrow('ecr:DescribeRepositories');
  });

  it('lets the operator assume a role that trusts the account', async () => {
    await expect(
      stsAs(operator).send(
        new AssumeRoleCommand({
          RoleArn: `${account}:role/reader`,
          RoleSessionName: 'portal',
        }),
      ),
    ).resolves.toBeDefined();
  });
});
