export { type ActionServices } from './ActionServices';
export { createEnvironmentBootstrapAction } from './environmentBootstrap';
export { createImageReleaseAction } from './imageRelease';
export { createRepositoryPublishAction } from './repositoryPublish';
export { createStackApplyAction } from './stackApply';
export { createStackDestroyAction } from './stackDestroy';
export { createStackFetchAction } from './stackFetch';
export { createStackPlanAction } from './stackPlan';
