import {
  DescribeTasksCommand,
  type ECSClient,
  paginateListTasks,
  type Task,
} from '@aws-sdk/client-ecs';
import { callAws, ProblemError } from '../problems';
import { type EcsServiceKey } from './EcsServiceKey';

// DescribeTasks takes a hundred tasks.
const TASKS_PER_CALL = 100;

/**
 * All tasks of a service that should run, or all that stopped within about an hour.
 *
 * @throws ProblemError naming the action that gave no answer.
 */
export async function readTasks(
  client: ECSClient,
  key: EcsServiceKey,
  desiredStatus: 'RUNNING' | 'STOPPED',
): Promise<Task[]> {
  const { environment, cluster, service } = key;
  const subject = `tasks of the ECS service ${service}`;
  const arns = await callAws(
    { action: 'ecs:ListTasks', subject, environment },
    async () => {
      const found: string[] = [];
      const pages = paginateListTasks(
        { client },
        { cluster, serviceName: service, desiredStatus },
      );
      for await (const page of pages) {
        found.push(...(page.taskArns ?? []));
      }
      return found;
    },
  );
  const tasks: Task[] = [];
  for (let start = 0; start < arns.length; start += TASKS_PER_CALL) {
    const answer = await callAws(
      { action: 'ecs:DescribeTasks', subject, environment },
      () =>
        client.send(
          new DescribeTasksCommand({
            cluster,
            tasks: arns.slice(start, start + TASKS_PER_CALL),
          }),
        ),
    );
    // A task that is missing ended between the two calls.
    const failure = answer.failures?.find(({ reason }) => reason !== 'MISSING');
    if (failure) {
      throw ecsFailure(failure.reason, subject, environment);
    }
    tasks.push(...(answer.tasks ?? []));
  }
  return tasks;
}

/** An entry of an answer's `failures` as a problem. */
export function ecsFailure(
  reason: string | undefined,
  subject: string,
  environment: string,
): ProblemError {
  return reason === 'MISSING'
    ? new ProblemError({
        code: 'not-found',
        message: `ECS does not know ${subject} in environment ${environment}`,
        remedy: 'Reconcile the service, which creates again what was deleted',
      })
    : new ProblemError({
        code: 'unexpected-answer',
        message: `ECS did not describe ${subject} in environment ${environment}: ${
          reason ?? 'it gave no reason'
        }`,
        remedy: 'Wait for the next refresh; look at the service if it stays',
      });
}
