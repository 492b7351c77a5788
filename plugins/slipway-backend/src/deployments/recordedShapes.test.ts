import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecorded } from '../__testUtils__/RecordedEcs';
import { setUpRecorded, SHAPES } from '../__testUtils__/setUpRecorded';

// What the tab is tested with: kept equal to what the backend makes of the recorded answers.
const TOLD = join(__dirname, '../../../slipway/src/__testUtils__/recorded');

describe('what was recorded of ECS', () => {
  const { tell } = setUpRecorded();

  it.each(SHAPES)(
    'is told to the tab as the tab is tested: %s',
    async shape => {
      const recorded = readRecorded(shape);
      const { calls: _, ...answers } = await tell(recorded);
      const told = JSON.parse(JSON.stringify(answers));
      const file = join(TOLD, `${shape}.json`);
      if (process.env.SLIPWAY_RECORD) {
        writeFileSync(file, `${JSON.stringify(told, null, 2)}\n`);
      }
      expect(told).toEqual(JSON.parse(readFileSync(file, 'utf8')));
      for (const { problems } of told.details.services) {
        expect(problems).toEqual([]);
      }
    },
  );

  it.each([
    ['rolling', 'attention', 'in-progress', 'IN_PROGRESS'],
    ['failed', 'failing', 'failed', 'STOPPED'],
    ['rolled-back', 'failing', 'rolled-back', 'ROLLBACK_SUCCESSFUL'],
    ['blue-green-paused', 'attention', 'in-progress', 'IN_PROGRESS'],
    ['code-deploy', 'progressing', 'in-progress', 'STABILIZING'],
    ['external', 'progressing', 'in-progress', 'STEADY_STATE'],
    ['zero-tasks', 'attention', 'completed', 'SUCCESSFUL'],
  ])('is judged: %s is %s', async (shape, verdict, state, status) => {
    const recorded = readRecorded(shape);
    const { deployments, details } = await tell(recorded);
    expect(deployments).toMatchObject({
      verdict,
      data: { services: [{ rollout: { state, status } }] },
    });
    expect(details.services[0].rollout?.status).toBe(status);
  });
});
