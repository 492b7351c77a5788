import { loadSources } from './loadSources.mjs';

const ROUNDS = 1_000;
const CONTAINERS = 100;

/** Milliseconds of one comparison of a state with what ECS said of a service: another count, and another image in each container. */
export async function instantDrift() {
  const {
    IMAGE,
    liveDrift,
    ordersState,
    stackFacts,
    stateFileSchema,
    taskDefinitionArn,
  } = await loadSources(
    'plugins/slipway-backend/src/__testUtils__/ordersState',
    'plugins/slipway-backend/src/drift/liveDrift',
    'plugins/slipway-backend/src/stacks/stackFacts',
    'plugins/slipway-node/src/state/stateFile',
  );
  const facts = stackFacts(
    stateFileSchema.parse(ordersState({ image: IMAGE })),
  );
  const taskDefinition = taskDefinitionArn(4);
  const observed = facts.services.map(declared => ({
    declared,
    answer: {
      value: {
        service: { status: 'ACTIVE', desiredCount: 5, taskDefinition },
        running: Array.from({ length: CONTAINERS }, (_, index) => ({
          name: 'orders',
          image: 'hotfix:1',
          digest: `sha256:${index}`,
          architecture: 'amd64',
          taskDefinition,
        })),
      },
      at: new Date(),
    },
  }));
  const started = performance.now();
  let found = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    found += liveDrift(facts, observed).length;
  }
  const milliseconds = (performance.now() - started) / ROUNDS;
  if (found !== 3 * ROUNDS) {
    throw new Error(`Compared something else: ${found} findings`);
  }
  return milliseconds;
}
