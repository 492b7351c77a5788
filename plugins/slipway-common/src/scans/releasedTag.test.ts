import { isReleasedTag, releasedTag } from './releasedTag';

describe('releasedTag', () => {
  it('is one for an image, and told apart from those of a build', () => {
    const tag = releasedTag(`sha256:${'a1'.repeat(32)}`);
    expect(tag).toBe('released-a1a1a1a1a1a1');
    expect(isReleasedTag(tag)).toBe(true);
    expect(isReleasedTag('a1a1a1a1a1a1')).toBe(false);
  });
});
