import {
  CreateClusterCommand,
  CreateServiceCommand,
  type ContainerDefinition,
  type CreateServiceCommandInput,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type Service,
  type ServiceDeployment,
  type Task,
} from '@aws-sdk/client-ecs';
import type { ImageStore } from '../ecs/ImageStore';
import { LocalAws } from '../LocalAws';

const STAYS = ['node', '-e', 'setInterval(() => {}, 1000)'];
const COMMANDS: Record<string, string[]> = {
  stays: STAYS,
  answers: [
    'node',
    '-e',
    "require('http').createServer((_, answer) => answer.end()).listen(process.env.PORT)",
  ],
  sidecar: STAYS,
  sleeps: ['sleep', '86400'],
  'ends-with-3': ['node', '-e', 'process.exit(3)'],
  'ends-with-1': ['node', '-e', 'process.exit(1)'],
  'ends-later': ['node', '-e', 'setTimeout(() => process.exit(1), 4000)'],
};
const PATIENCE_MS = 40_000;

/** The digest of one of the images that there are: `stays`, `sleeps`, `answers`, `sidecar`, `ends-with-1`, `ends-with-3`, `ends-later`. */
export function digestOf(image: string): string {
  return `sha256:${Buffer.from(image).toString('hex').padEnd(64, '0')}`;
}

const images: ImageStore = {
  async resolve(image) {
    const command = COMMANDS[image];
    return command && { digest: digestOf(image), command };
  },
};

/** Local AWS with the cluster `slipway`, and short words for what tests of ECS do to it. */
export class EcsPlayground {
  readonly client: ECSClient;
  /** What every other SDK client needs. */
  readonly clientOptions: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  readonly #localAws: LocalAws;

  static async start(): Promise<EcsPlayground> {
    const localAws = LocalAws.create({ port: 0, imageStore: images });
    await localAws.start();
    const playground = new EcsPlayground(localAws);
    await playground.client.send(
      new CreateClusterCommand({ clusterName: 'slipway' }),
    );
    return playground;
  }

  private constructor(localAws: LocalAws) {
    this.#localAws = localAws;
    this.clientOptions = {
      endpoint: localAws.url,
      region: 'eu-central-1',
      credentials: {
        accessKeyId: 'AKIALOCALOPERATOR000',
        secretAccessKey: 'local-operator-secret',
      },
    };
    this.client = new ECSClient(this.clientOptions);
  }

  get url(): string {
    return this.#localAws.url;
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.#localAws.stop();
  }

  /** Asks one of the routes that AWS does not have. */
  async local(method: string, path: string, body: object): Promise<unknown> {
    const response = await fetch(`${this.url}/_local/${path}`, {
      method,
      body: JSON.stringify(body),
    });
    return response.json();
  }

  /** Registers a task definition; answers its ARN. */
  async register(...containers: ContainerDefinition[]): Promise<string> {
    const { taskDefinition } = await this.client.send(
      new RegisterTaskDefinitionCommand({
        family: 'any',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        containerDefinitions: containers,
      }),
    );
    return taskDefinition?.taskDefinitionArn ?? '';
  }

  /** Creates a service of one task that stays, unless told otherwise. */
  async create(
    serviceName: string,
    change: Partial<CreateServiceCommandInput> = {},
  ): Promise<void> {
    await this.client.send(
      new CreateServiceCommand({
        cluster: 'slipway',
        serviceName,
        taskDefinition: await this.register({ name: 'main', image: 'stays' }),
        desiredCount: 1,
        launchType: change.capacityProviderStrategy ? undefined : 'FARGATE',
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ['subnet-1'] },
        },
        ...change,
      }),
    );
  }

  /** A service as ECS describes it. */
  async describe(service: string): Promise<Service> {
    const { services = [] } = await this.client.send(
      new DescribeServicesCommand({ cluster: 'slipway', services: [service] }),
    );
    return services[0];
  }

  /** The newest deployment of a service, in full. */
  async latest(service: string): Promise<ServiceDeployment> {
    const { serviceDeployments = [] } = await this.client.send(
      new ListServiceDeploymentsCommand({ cluster: 'slipway', service }),
    );
    const arn = serviceDeployments[0].serviceDeploymentArn ?? '';
    const answer = await this.client.send(
      new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
    );
    return answer.serviceDeployments?.[0] ?? {};
  }

  async tasksOf(
    service: string,
    desiredStatus: 'RUNNING' | 'STOPPED',
  ): Promise<Task[]> {
    const { taskArns = [] } = await this.client.send(
      new ListTasksCommand({
        cluster: 'slipway',
        serviceName: service,
        desiredStatus,
      }),
    );
    if (taskArns.length === 0) {
      return [];
    }
    const { tasks = [] } = await this.client.send(
      new DescribeTasksCommand({ cluster: 'slipway', tasks: taskArns }),
    );
    return tasks;
  }

  /** Waits until something holds. */
  async until(holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (Date.now() > deadline) {
        throw new Error('It did not come about in 40 seconds');
      }
      await new Promise(resolve => {
        setTimeout(resolve, 100);
      });
    }
  }
}
