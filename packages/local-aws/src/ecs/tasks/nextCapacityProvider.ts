import { z } from 'zod';
import type { Verbatim } from '../model';

const itemSchema = z.object({
  capacityProvider: z.string(),
  base: z.number().default(0),
  weight: z.number().default(0),
});

/**
 * The capacity provider of a service's next task: first each one's base, then by weight.
 *
 * @param placed - those of the tasks that there are.
 */
export function nextCapacityProvider(
  strategy: Verbatim[] | undefined,
  placed: (string | undefined)[],
): string | undefined {
  const items = (strategy ?? []).map(item => {
    const parsed = itemSchema.parse(item);
    const count = placed.filter(
      name => name === parsed.capacityProvider,
    ).length;
    return { ...parsed, count };
  });
  const owed = items.find(({ base, count }) => count < base);
  const [leastServed] = items
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => served(a) - served(b));
  return (owed ?? leastServed ?? items[0])?.capacityProvider;
}

function served(item: { base: number; weight: number; count: number }): number {
  return (item.count - item.base + 1) / item.weight;
}
