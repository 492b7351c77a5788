import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FakeAws } from './fakeAws';

const FOLDER = join(__dirname, '..', 'deployments', '__fixtures__');

/** What ECS answered about some services, in the form of its wire. */
export interface RecordedEcs {
  /** ISO time at which it was recorded: ages are told from there. */
  recordedAt: string;
  DescribeServices: {
    services: { serviceName: string }[];
    failures: object[];
  };
  /** By name of the service. */
  ListServiceDeployments: Record<string, object>;
  DescribeServiceDeployments: {
    serviceDeployments: { serviceDeploymentArn: string }[];
  };
  DescribeServiceRevisions: {
    serviceRevisions: { serviceRevisionArn: string }[];
  };
  /** By name of the service and desired status. */
  ListTasks: Record<
    string,
    Record<'RUNNING' | 'STOPPED', { taskArns: string[] }>
  >;
  DescribeTasks: { tasks: { taskArn: string }[] };
  DescribeTaskDefinition: {
    taskDefinition: { taskDefinitionArn: string };
  }[];
}

export function recordedFile(shape: string): string {
  return join(FOLDER, `${shape}.json`);
}

export function readRecorded(shape: string): RecordedEcs {
  return JSON.parse(readFileSync(recordedFile(shape), 'utf8'));
}

/** Makes a fake AWS answer what was recorded: of each call those things that it asks for. */
export function playRecorded(aws: FakeAws, recorded: RecordedEcs): void {
  const one = <T>(value: T | undefined) =>
    value ?? { awsError: 'InvalidParameterException' };
  aws.answers.DescribeServices = input => {
    const { services: names } = input as { services: string[] };
    const { services, failures } = recorded.DescribeServices;
    return {
      services: services.filter(({ serviceName }) =>
        names.includes(serviceName),
      ),
      failures,
    };
  };
  aws.answers.ListServiceDeployments = input =>
    one(recorded.ListServiceDeployments[field(input, 'service')]);
  aws.answers.DescribeServiceDeployments = input => ({
    serviceDeployments:
      recorded.DescribeServiceDeployments.serviceDeployments.filter(
        ({ serviceDeploymentArn }) =>
          list(input, 'serviceDeploymentArns').includes(serviceDeploymentArn),
      ),
    failures: [],
  });
  aws.answers.DescribeServiceRevisions = input => ({
    serviceRevisions: recorded.DescribeServiceRevisions.serviceRevisions.filter(
      ({ serviceRevisionArn }) =>
        list(input, 'serviceRevisionArns').includes(serviceRevisionArn),
    ),
    failures: [],
  });
  aws.answers.ListTasks = input => {
    const { taskArns } =
      recorded.ListTasks[field(input, 'serviceName')][
        field(input, 'desiredStatus') as 'RUNNING' | 'STOPPED'
      ];
    const start = Number(field(input, 'nextToken') ?? 0);
    const end = start + 100;
    return {
      taskArns: taskArns.slice(start, end),
      nextToken: end < taskArns.length ? String(end) : undefined,
    };
  };
  aws.answers.DescribeTasks = input => ({
    tasks: recorded.DescribeTasks.tasks.filter(({ taskArn }) =>
      list(input, 'tasks').includes(taskArn),
    ),
    failures: [],
  });
  aws.answers.DescribeTaskDefinition = input =>
    one(
      recorded.DescribeTaskDefinition.find(
        ({ taskDefinition }) =>
          taskDefinition.taskDefinitionArn === field(input, 'taskDefinition'),
      ),
    );
  aws.answers.DescribeScalableTargets = { ScalableTargets: [] };
}

/** The same service with as many copies of its first running task. */
export function withManyTasks(
  recorded: RecordedEcs,
  count: number,
): RecordedEcs {
  const [service] = recorded.DescribeServices.services;
  const lists = recorded.ListTasks[service.serviceName];
  const [arn] = lists.RUNNING.taskArns;
  const task = recorded.DescribeTasks.tasks.find(
    ({ taskArn }) => taskArn === arn,
  );
  const tasks = Array.from({ length: count }, (_, index) => ({
    ...task,
    taskArn: `${arn.slice(0, -8)}${String(index).padStart(8, '0')}`,
  }));
  return {
    ...recorded,
    DescribeServices: {
      services: [
        Object.assign(
          { ...service },
          { desiredCount: count, runningCount: count },
        ),
      ],
      failures: [],
    },
    ListTasks: {
      [service.serviceName]: {
        ...lists,
        RUNNING: { taskArns: tasks.map(({ taskArn }) => taskArn) },
      },
    },
    DescribeTasks: { tasks: [...recorded.DescribeTasks.tasks, ...tasks] },
  };
}

function field(input: object, name: string): string {
  return (input as Record<string, string>)[name];
}

function list(input: object, name: string): string[] {
  return (input as Record<string, string[]>)[name];
}
