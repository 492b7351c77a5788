import { z } from 'zod';

/** A disturbance that a test asks for. */
export const faultSchema = z
  .object({
    /** `DescribeServices` or, where two services share a name, `ecs:DescribeServices`. `*` means every action. */
    action: z.string().regex(/^(\*|([a-z0-9-]+:)?[A-Za-z0-9]+)$/),
    kind: z.enum(['throttle', 'deny', 'latency', 'error']),
    /** How many calls are disturbed; all until removed when absent. */
    times: z.number().int().positive().optional(),
    /** Delay for `latency`, in milliseconds. */
    ms: z.number().int().positive().max(600_000).optional(),
  })
  .strict();

export type Fault = z.infer<typeof faultSchema>;

/** Whether a fault is meant for this call. */
export function faultMatches(
  fault: Fault,
  call: { service: string; action: string },
): boolean {
  return [`*`, call.action, `${call.service}:${call.action}`].includes(
    fault.action,
  );
}
