import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { IMAGE, ordersState } from './ordersState';

/** Writes a state file of some five kilobytes for each resource; states with different ids differ in all of them. */
export async function writeLargeState(
  file: string,
  options: { resourceCount: number; id: string },
): Promise<void> {
  const { resourceCount, id } = options;
  await pipeline(
    Readable.from(largeState(resourceCount, id)),
    createWriteStream(file),
  );
}

/** The state of a service with very many parameters beside it. */
function* largeState(resourceCount: number, id: string) {
  const { resources, ...state } = ordersState({ image: IMAGE });
  yield `${JSON.stringify(state).slice(0, -1)},"resources":[`;
  const padding = 'x'.repeat(200);
  for (let index = 0; index < resourceCount; index += 1) {
    const attributes: Record<string, unknown> = { id: `${id}${index}` };
    for (let number = 0; number < 22; number += 1) {
      attributes[`attribute_${number}`] = `${padding}${number}`;
    }
    yield `${JSON.stringify(
      {
        mode: 'managed',
        type: 'aws_ssm_parameter',
        name: `p${index}`,
        provider: resources[0]?.provider,
        instances: [{ schema_version: 0, attributes }],
      },
      undefined,
      2,
    )},`;
  }
  yield `${JSON.stringify(resources).slice(1, -1)}]}`;
}
