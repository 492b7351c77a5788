export { LocalAws, LOCAL_ACCOUNT_ID, type LocalAwsOptions } from './LocalAws';
export type { ImageStore, LocalImage } from './ecs/ImageStore';
export { createTargetGroups } from './testing/createTargetGroups';
export { EcsPlayground, digestOf } from './testing/EcsPlayground';
export { roleSession } from './testing/roleSession';
