import {
  actionServices,
  exampleInput,
  runAction,
} from '../__testUtils__/actionHarness';
import { examples as applyExamples } from './stackApply.examples';
import { examples as bootstrapExamples } from './environmentBootstrap.examples';
import { examples as adoptExamples } from './driftAdopt.examples';
import { examples as destroyExamples } from './stackDestroy.examples';
import { examples as fetchExamples } from './stackFetch.examples';
import { examples as planExamples } from './stackPlan.examples';
import { examples as continueExamples } from './deploymentContinue.examples';
import { examples as publishExamples } from './repositoryPublish.examples';
import { examples as restoreExamples } from './stateRestore.examples';
import { examples as unlockExamples } from './stateUnlock.examples';
import { examples as releaseExamples } from './imageRelease.examples';
import {
  createDeploymentContinueAction,
  createDriftAdoptAction,
  createEnvironmentBootstrapAction,
  createImageReleaseAction,
  createRepositoryPublishAction,
  createStackApplyAction,
  createStackDestroyAction,
  createStackFetchAction,
  createStackPlanAction,
  createStateRestoreAction,
  createStateUnlockAction,
} from '.';

// Nothing listens there: an action that got past its checks would fail differently.
const endpoint = 'http://127.0.0.1:9';

const cases = [
  [
    'environment:bootstrap',
    createEnvironmentBootstrapAction,
    bootstrapExamples,
  ],
  ['stack:fetch', createStackFetchAction, fetchExamples],
  ['stack:plan', createStackPlanAction, planExamples],
  ['stack:apply', createStackApplyAction, applyExamples],
  ['stack:destroy', createStackDestroyAction, destroyExamples],
  ['state:restore', createStateRestoreAction, restoreExamples],
  ['state:unlock', createStateUnlockAction, unlockExamples],
  ['image:release', createImageReleaseAction, releaseExamples],
  ['deployment:continue', createDeploymentContinueAction, continueExamples],
  ['drift:adopt', createDriftAdoptAction, adoptExamples],
  ['repository:publish', createRepositoryPublishAction, publishExamples],
] as const;

describe.each(cases)('slipway:%s', (name, create, examples) => {
  it('has the id of its examples, and its examples fit its schema', () => {
    const action = create(actionServices({ endpoint }));
    expect(action.id).toBe(`slipway:${name}`);
    expect(action.supportsDryRun).toBe(true);
    const { properties = {}, required = [] } = action.schema?.input ?? {};
    for (const index of examples.keys()) {
      expect(examples[index].example).toContain(`action: ${action.id}`);
      const keys = Object.keys(exampleInput(examples, index));
      expect(Object.keys(properties)).toEqual(expect.arrayContaining(keys));
      expect(keys).toEqual(
        expect.arrayContaining(Array.isArray(required) ? required : []),
      );
    }
  });

  it('does nothing for a caller without the permission', async () => {
    const services = actionServices({
      endpoint,
      allowed: false,
      repositories: '/nonexistent',
    });
    await expect(
      runAction(create(services), {
        input: exampleInput(examples, 0),
        workspacePath: '/nonexistent',
      }),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
  });
});

describe('inputs', () => {
  it('names the environments that there are', async () => {
    await expect(
      runAction(createStackPlanAction(actionServices({ endpoint })), {
        input: { environment: 'prod', kind: 'platform', source: 'shipped' },
      }),
    ).rejects.toThrow('No environment "prod" is configured; there is dev');
  });

  it('keeps a source path inside the workspace', async () => {
    await expect(
      runAction(createStackPlanAction(actionServices({ endpoint })), {
        input: {
          environment: 'dev',
          kind: 'platform',
          source: 'workspace',
          sourcePath: '../../etc',
        },
        workspacePath: '/nonexistent',
      }),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
  });

  it('destroys nothing without the name once more', async () => {
    await expect(
      runAction(createStackDestroyAction(actionServices({ endpoint })), {
        input: {
          environment: 'dev',
          kind: 'service',
          stack: 'orders',
          confirm: 'order',
        },
      }),
    ).rejects.toThrow(
      'Nothing was destroyed: confirm must be orders, the name of the stack',
    );
  });

  it('says where repositories would be configured', async () => {
    await expect(
      runAction(createRepositoryPublishAction(actionServices({ endpoint })), {
        input: exampleInput(publishExamples, 0),
      }),
    ).rejects.toThrow(/set slipway.localRepositories in app-config/);
  });
});
