import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
} from '@aws-sdk/client-ecs';
import { membersOf } from '../__testUtils__/membersOf';
import { readRecorded } from '../__testUtils__/RecordedEcs';
import {
  ENDPOINT,
  setUpRecorded,
  SHAPES,
} from '../__testUtils__/setUpRecorded';

describe('what was recorded of ECS', () => {
  const { play } = setUpRecorded();

  it.each([...SHAPES, 'many-tasks'])(
    'has no member that the SDK does not know: %s',
    async shape => {
      const recorded = readRecorded(shape);
      play(recorded);
      const client = new ECSClient({
        region: 'eu-central-1',
        endpoint: ENDPOINT,
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      });
      const names = recorded.DescribeServices.services.map(
        ({ serviceName }) => serviceName,
      );
      const check = (wire: object, parsed: object) => {
        const { $metadata: _, ...output } = {
          $metadata: undefined,
          ...parsed,
        };
        expect(membersOf(output)).toEqual(membersOf(wire));
      };
      check(
        recorded.DescribeServices,
        await client.send(new DescribeServicesCommand({ services: names })),
      );
      const { serviceDeployments } = recorded.DescribeServiceDeployments;
      check(
        { serviceDeployments, failures: [] },
        await client.send(
          new DescribeServiceDeploymentsCommand({
            serviceDeploymentArns: serviceDeployments.map(
              ({ serviceDeploymentArn }) => serviceDeploymentArn,
            ),
          }),
        ),
      );
      const { serviceRevisions } = recorded.DescribeServiceRevisions;
      check(
        { serviceRevisions, failures: [] },
        await client.send(
          new DescribeServiceRevisionsCommand({
            serviceRevisionArns: serviceRevisions.map(
              ({ serviceRevisionArn }) => serviceRevisionArn,
            ),
          }),
        ),
      );
      const { tasks } = recorded.DescribeTasks;
      check(
        { tasks, failures: [] },
        await client.send(
          new DescribeTasksCommand({ tasks: tasks.map(task => task.taskArn) }),
        ),
      );
      for (const service of names) {
        check(
          recorded.ListServiceDeployments[service],
          await client.send(new ListServiceDeploymentsCommand({ service })),
        );
      }
      for (const answer of recorded.DescribeTaskDefinition) {
        const { taskDefinitionArn: taskDefinition } = answer.taskDefinition;
        check(
          answer,
          await client.send(
            new DescribeTaskDefinitionCommand({ taskDefinition }),
          ),
        );
      }
    },
  );
});
