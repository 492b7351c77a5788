import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/** A role that a test wants to call as. */
export interface TestRole {
  name: string;
  /** Statements of its managed policy. */
  statements: object[];
  /** Statements of its permissions boundary, where it has one. */
  boundary?: object[];
}

interface ClientOptions {
  endpoint: string;
  region: string;
  credentials: {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string;
  };
}

/** Creates a role and assumes it as `portal`. @returns what an SDK client of that session needs. */
export async function roleSession(
  operator: ClientOptions,
  { name, statements, boundary }: TestRole,
): Promise<ClientOptions> {
  const iam = new IAMClient(operator);
  const createPolicy = async (PolicyName: string, Statement: object[]) => {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName, PolicyDocument }),
    );
    return Policy?.Arn;
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      PermissionsBoundary:
        boundary && (await createPolicy(`${name}-boundary`, boundary)),
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: 'arn:aws:iam::123456789012:root' },
        },
      }),
    }),
  );
  await iam.send(
    new AttachRolePolicyCommand({
      RoleName: name,
      PolicyArn: await createPolicy(name, statements),
    }),
  );
  const { Credentials } = await new STSClient(operator).send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'portal' }),
  );
  return {
    ...operator,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken,
    },
  };
}
