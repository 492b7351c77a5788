import { z } from 'zod';

/**
 * A lifecycle hook of the stage that a rollout is in.
 *
 * @public
 */
export const lifecycleHookSchema = z.object({
  id: z.string(),
  /** `PAUSE` waits for a person, `AWS_LAMBDA` for a function. */
  type: z.string(),
  /** `AWAITING_ACTION`, `IN_PROGRESS`, `SUCCEEDED`, `FAILED` or `TIMED_OUT`. */
  status: z.string(),
  expiresAt: z.string().optional(),
  /** What ECS does when nobody acts until then: `CONTINUE` or `ROLLBACK`. */
  defaultAction: z.string().optional(),
});

/** @public */
export type LifecycleHook = z.infer<typeof lifecycleHookSchema>;

/**
 * Whether a hook waits for a person to decide.
 *
 * @public
 */
export function waitsForPerson({ status, type }: LifecycleHook): boolean {
  return type === 'PAUSE' && status === 'AWAITING_ACTION';
}
