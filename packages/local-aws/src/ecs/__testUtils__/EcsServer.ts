import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  type KeyValuePair,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type Service,
  type Task,
} from '@aws-sdk/client-ecs';
import { InternalClient } from '../../client/InternalClient';
import { AdminRoutes } from '../../proxy/AdminRoutes';
import { ProxyServer } from '../../proxy/ProxyServer';
import { Ecs } from '../Ecs';
import { EcsHandler } from '../EcsHandler';
import type { ImageStore } from '../ImageStore';

export const ACCOUNT = '123456789012';
export const DIGEST = `sha256:${'a'.repeat(64)}`;
/** The sample service: the one image that there is. */
export const IMAGE = `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/slipway/orders@${DIGEST}`;
export const SERVICE = { cluster: 'slipway', service: 'slipway-orders' };
export const NETWORK = {
  awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'] },
};

const PATIENCE_MS = 30_000;
const images: ImageStore = {
  async resolve(reference) {
    return reference === IMAGE
      ? { digest: DIGEST, command: ['node', '{sample}/server.mjs'] }
      : undefined;
  },
};

/** ECS alone, without moto and access checks, with the cluster `slipway`; and short words for what its tests do. */
export class EcsServer {
  readonly #directory: string;
  readonly #server: ProxyServer;
  readonly ecs: Ecs;
  readonly client: ECSClient;

  static async start(): Promise<EcsServer> {
    const directory = mkdtempSync(join(tmpdir(), 'ecs-'));
    const ecs = Ecs.create({
      accountId: ACCOUNT,
      dataDirectory: directory,
      imageStore: images,
      client: InternalClient.create({ handlers: [] }),
    });
    const server = ProxyServer.create({
      port: 0,
      host: '127.0.0.1',
      handlers: [EcsHandler.create({ accountId: ACCOUNT, ecs })],
      admin: AdminRoutes.create(),
    });
    const client = new ECSClient({
      endpoint: await server.start(),
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
      maxAttempts: 1,
    });
    await client.send(new CreateClusterCommand({ clusterName: 'slipway' }));
    return new EcsServer({ directory, ecs, server, client });
  }

  private constructor(parts: {
    directory: string;
    ecs: Ecs;
    server: ProxyServer;
    client: ECSClient;
  }) {
    this.#directory = parts.directory;
    this.#server = parts.server;
    this.ecs = parts.ecs;
    this.client = parts.client;
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.#server.stop();
    await this.ecs.stop();
    rmSync(this.#directory, { recursive: true });
  }

  /** Registers a task definition; answers its ARN. */
  async register(
    options: { image?: string; environment?: KeyValuePair[] } = {},
  ): Promise<string> {
    const { taskDefinition } = await this.client.send(
      new RegisterTaskDefinitionCommand({
        family: 'slipway-orders',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        containerDefinitions: [
          {
            name: 'orders',
            image: options.image ?? IMAGE,
            portMappings: [{ containerPort: 8080 }],
            environment: options.environment,
          },
        ],
      }),
    );
    return taskDefinition?.taskDefinitionArn ?? '';
  }

  /** Creates a service that ECS rolls out and, where that fails, back. */
  async create(taskDefinition: string, desiredCount = 2): Promise<void> {
    await this.client.send(
      new CreateServiceCommand({
        cluster: 'slipway',
        serviceName: 'slipway-orders',
        taskDefinition,
        desiredCount,
        launchType: 'FARGATE',
        networkConfiguration: NETWORK,
        deploymentConfiguration: {
          deploymentCircuitBreaker: { enable: true, rollback: true },
        },
      }),
    );
  }

  async describe(): Promise<Service> {
    const { services = [] } = await this.client.send(
      new DescribeServicesCommand({
        cluster: 'slipway',
        services: ['slipway-orders'],
      }),
    );
    return services[0];
  }

  async waitFor(condition: (service: Service) => boolean): Promise<Service> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const service = await this.describe();
      if (condition(service)) {
        return service;
      }
      if (Date.now() > deadline) {
        throw new Error(`Waited in vain: ${JSON.stringify(service, null, 1)}`);
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  async tasks(desiredStatus: 'RUNNING' | 'STOPPED'): Promise<Task[]> {
    const { taskArns = [] } = await this.client.send(
      new ListTasksCommand({ cluster: 'slipway', desiredStatus }),
    );
    if (taskArns.length === 0) {
      return [];
    }
    const answer = await this.client.send(
      new DescribeTasksCommand({ cluster: 'slipway', tasks: taskArns }),
    );
    return answer.tasks ?? [];
  }
}

/** Whether the one deployment of a service is over, and succeeded. */
export function isComplete({ deployments = [] }: Service): boolean {
  return (
    deployments.length === 1 && deployments[0].rolloutState === 'COMPLETED'
  );
}
