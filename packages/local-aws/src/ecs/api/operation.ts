import { z } from 'zod';
import { AwsError } from '../../proxy/AwsError';
import type { EcsStore } from '../EcsStore';
import type { LoadBalancer, Task } from '../model';
import type { TaskOptions } from '../tasks/createTask';

/** What an operation works on. */
export interface EcsContext {
  store: EcsStore;
  now: Date;
  /** ARN of who calls, for `createdBy` and `registeredBy`. */
  callerArn: string;
  /** Starts a task and returns it at once; it goes on by itself. */
  startTask(options: TaskOptions): Task;
  /** Stops a task for the caller's reason. */
  stopTask(task: Task, reason: string): void;
  /** Throws what ECS answers when a target group does not exist or no load balancer uses it. */
  checkTargetGroups(loadBalancers: LoadBalancer[]): Promise<void>;
}

/** One API action: parses its input, and returns the answer's body. */
export type Operation = (
  input: unknown,
  context: EcsContext,
) => object | Promise<object>;

/** Makes an operation from the schema of its input and the work; input that the schema refuses is an `InvalidParameterException`. */
export function operation<T>(
  schema: z.ZodType<T>,
  run: (input: T, context: EcsContext) => object | Promise<object>,
): Operation {
  return (input, context) => {
    const parsed = schema.safeParse(input);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new AwsError(
        'InvalidParameterException',
        `${issue.path.join('.') || 'input'}: ${issue.message}`,
      );
    }
    return run(parsed.data, context);
  };
}

export const verbatimSchema = z.record(z.string(), z.unknown());
export const tagsSchema = z
  .array(z.object({ key: z.string(), value: z.string().default('') }))
  .default([]);
export const includeSchema = z.array(z.string()).default([]);
export const namesSchema = z.array(z.string()).default([]);

/** One page of a list: `maxResults` items (by default and at most `limit`), and a token when there is more. */
export function page<T>(
  items: T[],
  request: { nextToken?: string; maxResults?: number },
  limit = 100,
): { items: T[]; nextToken?: string } {
  const start = request.nextToken
    ? Number(Buffer.from(request.nextToken, 'base64url').toString())
    : 0;
  if (!Number.isInteger(start) || start < 0) {
    throw new AwsError('InvalidParameterException', 'Invalid token.');
  }
  const end = start + Math.min(request.maxResults ?? limit, limit);
  return {
    items: items.slice(start, end),
    nextToken:
      end < items.length
        ? Buffer.from(String(end)).toString('base64url')
        : undefined,
  };
}

export const pageSchema = {
  nextToken: z.string().optional(),
  maxResults: z.number().int().positive().optional(),
};
