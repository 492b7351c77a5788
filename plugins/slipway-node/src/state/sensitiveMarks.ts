import { z } from 'zod';
import { type StateResource } from './stateFile';

// A step into a value, as Terraform writes it into a state (`internal/states/statefile/version4.go`).
const stepSchema = z.union([
  z
    .object({ type: z.literal('get_attr'), value: z.string() })
    .transform(({ value }) => value),
  z
    .object({
      type: z.literal('index'),
      value: z.object({ value: z.union([z.string(), z.number()]) }),
    })
    .transform(({ value }) => value.value),
]);
const pathSchema = z.array(stepSchema).min(1);

/**
 * What of a value is sensitive: the branches that end in `true`.
 *
 * @public
 */
export interface Marks {
  [step: string]: Marks | true;
}

/**
 * What Terraform marks as sensitive in an instance, as a tree that mirrors its attributes. A path that cannot be read marks
 * everything.
 *
 * @public
 */
export function sensitiveMarks(
  instance: StateResource['instances'][number],
): Marks | true {
  const marks: Marks = {};
  for (const path of instance.sensitive_attributes ?? []) {
    const parsed = pathSchema.safeParse(path);
    if (!parsed.success) {
      return true;
    }
    mark(marks, parsed.data);
  }
  return marks;
}

function mark(marks: Marks, path: (string | number)[]): void {
  const [step, ...rest] = path;
  const at = marks[step];
  if (at === true) {
    return;
  }
  if (rest.length === 0) {
    marks[step] = true;
    return;
  }
  const below = at ?? {};
  marks[step] = below;
  mark(below, rest);
}
