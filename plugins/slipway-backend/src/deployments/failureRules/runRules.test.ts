import {
  type FoundTexts,
  misjudged,
  withoutSource,
} from '../__testUtils__/foundTexts';
import { runRules } from './runRules';

const EVENTS =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html';
const TARGET_GROUP =
  'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/orders/1';

const exited = (exitCode: number, source?: string) => [
  { text: 'Essential container in task exited', exitCode, source },
];

const FOUND: FoundTexts = {
  'target-group-missing': [
    {
      text: `service (orders) task set (ecs-svc/1) (task 1f) is not healthy in target-group (${TARGET_GROUP}) due to TARGET GROUP IS NOT FOUND.`,
      source: EVENTS,
    },
  ],
  'load-balancer-check': [
    {
      text: 'service (orders) (task 1f) (instance i-1) is unhealthy in (elb orders) due to (reason Instance has failed at least the UnhealthyThreshold number of health checks consecutively.)',
      source: EVENTS,
    },
    {
      text: `(service orders) (port 5005) is unhealthy in (target-group ${TARGET_GROUP}) due to (reason Health checks failed).`,
      source: 'https://github.com/aws/copilot-cli/issues/3772',
    },
    {
      text: 'Task failed ELB health checks in (elb orders)',
      source:
        'https://github.com/awsdocs/amazon-ecs-developer-guide/blob/master/doc_source/stopped-task-errors.md',
    },
    {
      text: `(service orders) (port 8080) is unhealthy in (target-group ${TARGET_GROUP}) due to (reason Health checks failed with these codes: [503]).`,
    },
  ],
  'container-check': [{ text: 'Task failed container health checks' }],
  'out-of-memory': [
    {
      text: 'OutOfMemoryError: Container killed due to memory usage',
      exitCode: 137,
      source: 'https://github.com/aws/amazon-ecs-agent/issues/1187',
    },
    {
      text: 'CannotStartContainerError: Error response from daemon: OCI runtime create failed: container_linux.go:380: starting container process caused: container init was OOM-killed (memory limit too low?): unknown',
      source: 'https://github.com/aws/amazon-ecs-agent/issues/3021',
    },
  ],
  'command-missing': [
    {
      text: 'CannotStartContainerError: Error response from daemon: OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "python": executable file not found in $PATH: unknown',
      source: 'https://github.com/aws/amazon-ecs-cli/issues/1136',
    },
  ],
  'exit-0': exited(0, 'https://github.com/aws/amazon-ecs-agent/issues/2467'),
  'exit-1': exited(
    1,
    'https://github.com/doctorray117/minecraft-ondemand/issues/43',
  ),
  'exit-137': exited(
    137,
    'https://github.com/hackoregon/civic-devops/issues/149',
  ),
  'exit-139': exited(139, 'https://github.com/aws/amazon-ecs-agent/issues/625'),
  'exit-143': exited(143),
};

describe('runRules', () => {
  it('has a text for each rule', () => {
    expect(Object.keys(FOUND)).toEqual(runRules.map(({ name }) => name));
  });

  it('knows each cause by what ECS says', () => {
    expect(misjudged(FOUND)).toEqual([]);
  });

  // “Task failed container health checks” stands in many public files whose address is not known; of exit code 143 none was found.
  it('has a public source of the words of each rule', () => {
    expect(withoutSource(FOUND)).toEqual(['container-check', 'exit-143']);
  });
});
