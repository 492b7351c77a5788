const START = 'released-';

/**
 * The tag that a release gives the image of a digest. The lifecycle policy of a service's repository keeps the newest images
 * with such a tag whatever is pushed beside them. One image has one, so that releasing it again adds nothing.
 *
 * @public
 */
export function releasedTag(digest: string): string {
  return `${START}${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`;
}

/** Whether a tag says no more than that the image was released. @public */
export function isReleasedTag(tag: string): boolean {
  return tag.startsWith(START);
}
