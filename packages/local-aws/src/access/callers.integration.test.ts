import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { DescribeClustersCommand } from '@aws-sdk/client-ecs';
import {
  CreateRoleCommand,
  DeleteAccessKeyCommand,
  PutRolePolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
} from '@aws-sdk/client-sts';
import {
  AccessPlayground,
  account,
  allow,
  document,
  operator,
} from './__testUtils__/AccessPlayground';

jest.setTimeout(60_000);

describe('who calls the emulator', () => {
  const aws = new AccessPlayground();

  beforeAll(() => aws.start());
  afterAll(() => aws.stop());

  it('knows the operator and does not restrict it', async () => {
    const identity = await aws
      .stsAs(operator)
      .send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({
      Account: '123456789012',
      Arn: `${account}:root`,
    });
    await expect(aws.createCluster(operator, 'free')).resolves.toBeDefined();
  });

  it('refuses an unknown key in the words of each protocol', async () => {
    const unknown = {
      accessKeyId: 'AKIAUNKNOWN000000000',
      secretAccessKey: 'x',
    };
    const answers: [Promise<unknown>, string][] = [
      [
        aws.stsAs(unknown).send(new GetCallerIdentityCommand({})),
        'InvalidClientTokenId',
      ],
      [
        aws.ecsAs(unknown).send(new DescribeClustersCommand({})),
        'UnrecognizedClientException',
      ],
      [
        aws.s3As(unknown).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })),
        'InvalidAccessKeyId',
      ],
    ];
    for (const [answer, name] of answers) {
      await expect(answer).rejects.toThrow(expect.objectContaining({ name }));
    }
  });

  it('ends a key with its deletion, and while it is inactive', async () => {
    const { name, ...key } = await aws.user(
      document(allow('ecs:ListClusters', '*')),
    );
    const identity = () =>
      aws.stsAs(key).send(new GetCallerIdentityCommand({}));
    await expect(identity()).resolves.toMatchObject({
      Arn: `${account}:user/${name}`,
    });
    const change = { UserName: name, AccessKeyId: key.accessKeyId };
    await aws.iam.send(
      new UpdateAccessKeyCommand({ ...change, Status: 'Inactive' }),
    );
    await expect(identity()).rejects.toThrow(
      'The security token included in the request is invalid.',
    );
    await aws.iam.send(
      new UpdateAccessKeyCommand({ ...change, Status: 'Active' }),
    );
    await expect(identity()).resolves.toBeDefined();
    await aws.iam.send(new DeleteAccessKeyCommand(change));
    await expect(identity()).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidClientTokenId' }),
    );
  });

  it('assumes a role whose trust policy allows it, with the permissions of that role', async () => {
    const key = await aws.user(
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
      await aws.iam.send(
        new CreateRoleCommand({
          RoleName: role,
          AssumeRolePolicyDocument: trust(principal),
        }),
      );
    }
    await aws.iam.send(
      new PutRolePolicyCommand({
        RoleName: 'reader',
        PolicyName: 'read',
        PolicyDocument: document(allow('ecs:DescribeClusters', '*')),
      }),
    );
    const assume = (role: string) =>
      aws.stsAs(key).send(
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
      aws
        .ecsAs(session)
        .send(new DescribeClustersCommand({ clusters: ['free'] })),
    ).resolves.toBeDefined();
    await expect(aws.createCluster(session, 'never')).rejects.toThrow(
      `User: arn:aws:sts::123456789012:assumed-role/reader/portal is not authorized to perform: ecs:CreateCluster`,
    );
    await expect(
      new ECRClient(aws.settings(session)).send(
        new DescribeRepositoriesCommand({}),
      ),
    ).rejects.toThrow('ecr:DescribeRepositories');
  });

  it('lets the operator assume a role that trusts the account', async () => {
    await expect(
      aws.stsAs(operator).send(
        new AssumeRoleCommand({
          RoleArn: `${account}:role/reader`,
          RoleSessionName: 'portal',
        }),
      ),
    ).resolves.toBeDefined();
  });
});
