import {
  CreateRepositoryCommand,
  ECRClient,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  CreateBucketCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { LocalAws } from '@slipway/local-aws';
import { ordersState, REPOSITORY } from './ordersState';

const ACCOUNT = '123456789012';
const REGION = 'eu-central-1';
const OPERATOR = {
  accessKeyId: 'AKIALOCALOPERATOR000',
  secretAccessKey: 'local-operator-secret',
};
const NAMES = { cluster: 'slipway', service: 'slipway-orders' };

/** The service of the fixtures on a local AWS, with tasks that run and a state that declares it. */
export class LocalOrders {
  readonly #aws: LocalAws;
  readonly #clients: { ecs: ECSClient; ecr: ECRClient; s3: S3Client };

  /** Starts the AWS, and the service on it. */
  static async start(): Promise<LocalOrders> {
    const aws = LocalAws.create({ port: 0 });
    await aws.start();
    const orders = new LocalOrders(aws);
    try {
      await orders.#createReader();
      await orders.#createService();
    } catch (error) {
      await orders.stop();
      throw error;
    }
    return orders;
  }

  private constructor(aws: LocalAws) {
    this.#aws = aws;
    const client = {
      region: REGION,
      endpoint: aws.url,
      // The SDK writes into the object that it is given.
      credentials: { ...OPERATOR },
      forcePathStyle: true,
    };
    this.#clients = {
      ecs: new ECSClient(client),
      ecr: new ECRClient(client),
      s3: new S3Client(client),
    };
  }

  /** As `slipway.environments` has it. */
  get environment() {
    return {
      accountId: ACCOUNT,
      region: REGION,
      endpoint: this.#aws.url,
      operator: OPERATOR,
    };
  }

  async stop(): Promise<void> {
    for (const client of Object.values(this.#clients)) {
      client.destroy();
    }
    await this.#aws.stop();
  }

  /** Registers the next revision of the task definition. */
  async register(
    image: string,
    environment: Record<string, string> = {},
  ): Promise<void> {
    await this.#clients.ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'slipway-orders',
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '512',
        containerDefinitions: [
          {
            name: 'orders',
            image,
            essential: true,
            environment: Object.entries(environment).map(([name, value]) => ({
              name,
              value,
            })),
          },
        ],
      }),
    );
  }

  /** Changes the service past Terraform. */
  async update(change: {
    desiredCount?: number;
    taskDefinition?: string;
  }): Promise<void> {
    await this.#clients.ecs.send(
      new UpdateServiceCommand({ ...NAMES, ...change }),
    );
  }

  // The bootstrap stack makes the role; its own policy is tested with it.
  async #createReader(): Promise<void> {
    const statement = (more: object) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', ...more }],
      });
    await this.#iam({
      Action: 'CreateRole',
      RoleName: 'slipway-reader',
      AssumeRolePolicyDocument: statement({
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: 'sts:AssumeRole',
      }),
    });
    await this.#iam({
      Action: 'PutRolePolicy',
      RoleName: 'slipway-reader',
      PolicyName: 'read',
      PolicyDocument: statement({
        Action: ['s3:Get*', 's3:List*', 'ecs:*', 'ecr:*'],
        Resource: '*',
      }),
    });
  }

  async #iam(parameters: Record<string, string>): Promise<void> {
    const response = await fetch(this.#aws.url, {
      method: 'POST',
      body: new URLSearchParams({ ...parameters, Version: '2010-05-08' }),
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${OPERATOR.accessKeyId}/20261123/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0`,
      },
    });
    if (!response.ok) {
      throw new Error(`${parameters.Action}: ${await response.text()}`);
    }
  }

  async #pushImage(): Promise<string> {
    const manifest = {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: `sha256:${'0'.repeat(64)}`,
        size: 2,
      },
      layers: [],
      annotations: {
        'dev.slipway.local.command': '["node","{sample}/server.mjs"]',
      },
    };
    const { image } = await this.#clients.ecr.send(
      new PutImageCommand({
        repositoryName: 'slipway/orders',
        imageManifest: JSON.stringify(manifest),
        imageTag: 'v1',
      }),
    );
    return `${REPOSITORY}@${image?.imageId?.imageDigest}`;
  }

  async #createService(): Promise<void> {
    const { ecs, ecr } = this.#clients;
    await ecr.send(
      new CreateRepositoryCommand({
        repositoryName: 'slipway/orders',
        imageScanningConfiguration: { scanOnPush: true },
      }),
    );
    const image = await this.#pushImage();
    await ecs.send(new CreateClusterCommand({ clusterName: NAMES.cluster }));
    // The state of the fixture names revision 3.
    await this.register(image);
    await this.register(image);
    await this.register(image);
    await ecs.send(
      new CreateServiceCommand({
        cluster: NAMES.cluster,
        serviceName: NAMES.service,
        taskDefinition: 'slipway-orders:3',
        desiredCount: 2,
        launchType: 'FARGATE',
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ['subnet-1'] },
        },
        deploymentConfiguration: {
          deploymentCircuitBreaker: { enable: true, rollback: true },
        },
      }),
    );
    await this.#writeState(image);
  }

  async #writeState(image: string): Promise<void> {
    const { s3 } = this.#clients;
    const bucket = `slipway-state-${ACCOUNT}-${REGION}`;
    await s3.send(
      new CreateBucketCommand({
        Bucket: bucket,
        CreateBucketConfiguration: { LocationConstraint: REGION },
      }),
    );
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: 'services/orders/terraform.tfstate',
        Body: JSON.stringify(ordersState({ image })),
      }),
    );
  }
}
