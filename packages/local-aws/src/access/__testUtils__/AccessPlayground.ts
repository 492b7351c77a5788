import {
  CreateClusterCommand,
  type CreateClusterCommandOutput,
  ECSClient,
  type Tag,
} from '@aws-sdk/client-ecs';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { LocalAws } from '../../LocalAws';

export const region = 'eu-central-1';
export const account = 'arn:aws:iam::123456789012';
export const operator: Credentials = {
  accessKeyId: 'AKIALOCALOPERATOR000',
  secretAccessKey: 'local-operator-secret',
};

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** A policy of some statements. */
export function document(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** A statement that allows. */
export function allow(
  action: string | string[],
  resource: string | string[],
  condition?: object,
): object {
  return {
    Effect: 'Allow',
    Action: action,
    Resource: resource,
    ...(condition && { Condition: condition }),
  };
}

/** Local AWS with IAM enforced, and short words for who calls it. */
export class AccessPlayground {
  readonly #localAws = LocalAws.create({ port: 0 });
  #users = 0;
  #iam: IAMClient | undefined;

  async start(): Promise<void> {
    await this.#localAws.start();
  }

  async stop(): Promise<void> {
    await this.#localAws.stop();
  }

  /** IAM as the operator changes it. */
  get iam(): IAMClient {
    this.#iam ??= new IAMClient(this.settings(operator));
    return this.#iam;
  }

  settings(credentials: Credentials) {
    return {
      endpoint: this.#localAws.url,
      region,
      credentials,
      maxAttempts: 1,
    };
  }

  ecsAs(credentials: Credentials): ECSClient {
    return new ECSClient(this.settings(credentials));
  }

  s3As(credentials: Credentials): S3Client {
    return new S3Client({
      ...this.settings(credentials),
      forcePathStyle: true,
    });
  }

  stsAs(credentials: Credentials): STSClient {
    return new STSClient(this.settings(credentials));
  }

  /** Creates a user with an inline policy and a key. */
  async user(
    policy: string,
    boundary?: string,
  ): Promise<Credentials & { name: string }> {
    this.#users += 1;
    const name = `user-${this.#users}`;
    const { iam } = this;
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

  async createCluster(
    credentials: Credentials,
    name: string,
    tags?: Tag[],
  ): Promise<CreateClusterCommandOutput> {
    return this.ecsAs(credentials).send(
      new CreateClusterCommand({ clusterName: name, tags }),
    );
  }
}
