import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FakeAws } from './fakeAws';
import { type WireAnswer } from './keepAnswers';
import { packList, type PackedList, unpackList } from './packedList';

const UNPACKED_TASKS = 20;
const FOLDER = join(__dirname, '..', 'deployments', '__fixtures__');

/** A service on the wire, as far as its recorder reads it. */
export interface RecordedService {
  serviceName: string;
  loadBalancers: { targetGroupArn: string }[];
  taskSets?: { loadBalancers: { targetGroupArn: string }[] }[];
}

export interface RecordedTask {
  taskArn: string;
  taskDefinitionArn: string;
}

/** An answer of ListTasks. */
export interface TaskPage {
  taskArns: string[];
  nextToken?: string;
}

/** What ECS answered about some services, in the form of its wire. */
export interface RecordedEcs {
  /** ISO time at which it was recorded: ages are told from there. */
  recordedAt: string;
  DescribeServices: {
    services: RecordedService[];
    failures: object[];
  };
  /** By name of the service. */
  ListServiceDeployments: Record<string, object>;
  DescribeServiceDeployments: {
    serviceDeployments: { serviceDeploymentArn: string }[];
  };
  DescribeServiceRevisions: {
    serviceRevisions: { serviceRevisionArn: string; taskDefinition: string }[];
  };
  /** By name of the service and desired status. */
  ListTasks: Record<string, Record<'RUNNING' | 'STOPPED', TaskPage[]>>;
  DescribeTasks: { tasks: RecordedTask[] };
  DescribeTaskDefinition: {
    taskDefinition: { taskDefinitionArn: string };
  }[];
  DescribeTargetHealth: { targetGroupArn: string; answer: WireAnswer }[];
}

/** The same in a file, where a long list of tasks is packed. */
type RecordedFile = Omit<RecordedEcs, 'DescribeTasks'> & {
  DescribeTasks: { tasks: RecordedTask[] | PackedList };
};

export function recordedFile(shape: string): string {
  return join(FOLDER, `${shape}.json`);
}

export function readRecorded(shape: string): RecordedEcs {
  const file: RecordedFile = JSON.parse(
    readFileSync(recordedFile(shape), 'utf8'),
  );
  const { tasks } = file.DescribeTasks;
  return {
    ...file,
    DescribeTasks: {
      tasks: Array.isArray(tasks) ? tasks : unpackList<RecordedTask>(tasks),
    },
  };
}

/** Writes what was recorded into the file that tests read; a list of tasks that would fill pages of it is packed. */
export function writeRecorded(shape: string, recorded: RecordedEcs): void {
  const { tasks } = recorded.DescribeTasks;
  const file: RecordedFile = {
    ...recorded,
    DescribeTasks: {
      tasks: tasks.length > UNPACKED_TASKS ? packList(tasks) : tasks,
    },
  };
  writeFileSync(recordedFile(shape), `${JSON.stringify(file, null, 2)}\n`);
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
    const pages =
      recorded.ListTasks[field(input, 'serviceName')][
        field(input, 'desiredStatus') as 'RUNNING' | 'STOPPED'
      ];
    const token = field(input, 'nextToken');
    const before = pages.findIndex(({ nextToken }) => nextToken === token);
    return one(pages[token ? before + 1 : 0]);
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
  aws.targets = arn => {
    const found = recorded.DescribeTargetHealth.find(
      ({ targetGroupArn }) => targetGroupArn === arn,
    );
    return found?.answer ?? { status: 400, headers: {}, body: '' };
  };
  aws.answers.DescribeScalableTargets = { ScalableTargets: [] };
}

function field(input: object, name: string): string {
  return (input as Record<string, string>)[name];
}

function list(input: object, name: string): string[] {
  return (input as Record<string, string[]>)[name];
}
