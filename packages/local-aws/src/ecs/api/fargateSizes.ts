import { AwsError } from '../../proxy/AwsError';

const GIB = 1024;

function steps(from: number, to: number, step = GIB): number[] {
  const sizes = [];
  for (let size = from; size <= to; size += step) {
    sizes.push(size);
  }
  return sizes;
}

/** Memory sizes (MiB) that Fargate allows, by CPU units. */
const SIZES: Record<string, number[]> = {
  256: [512, GIB, 2 * GIB],
  512: steps(GIB, 4 * GIB),
  1024: steps(2 * GIB, 8 * GIB),
  2048: steps(4 * GIB, 16 * GIB),
  4096: steps(8 * GIB, 30 * GIB),
  8192: steps(16 * GIB, 60 * GIB, 4 * GIB),
  16384: steps(32 * GIB, 120 * GIB, 8 * GIB),
};

/** Refuses a task size that Fargate does not offer, in the words of ECS. */
export function checkFargateSize(definition: {
  cpu?: string;
  memory?: string;
  networkMode?: string;
}): void {
  const { cpu, memory, networkMode } = definition;
  if (networkMode !== 'awsvpc') {
    throw new AwsError(
      'ClientException',
      'Fargate only supports network mode ‘awsvpc’.',
    );
  }
  for (const [name, value] of Object.entries({ cpu, memory })) {
    if (!value) {
      throw new AwsError(
        'ClientException',
        `Fargate requires that '${name}' be defined at the task level.`,
      );
    }
  }
  if (!SIZES[cpu ?? '']?.includes(Number(memory))) {
    throw new AwsError(
      'ClientException',
      `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. See the Amazon ECS documentation for the valid values.`,
    );
  }
}
