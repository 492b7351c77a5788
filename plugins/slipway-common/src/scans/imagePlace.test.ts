import { judgeUnread, placeOfImage } from './imagePlace';

const OTHER = '210987654321.dkr.ecr.eu-central-1.amazonaws.com';
const registries = {
  accountId: '123456789012',
  region: 'eu-central-1',
  allowed: ['ghcr.io', OTHER],
};

describe('placeOfImage', () => {
  it.each([
    ['123456789012.dkr.ecr.eu-central-1.amazonaws.com/orders:1', true, true],
    [`${OTHER}/orders:1`, true, true],
    ['ghcr.io/orders:1', true, false],
    ['123456789012.dkr.ecr.us-east-1.amazonaws.com/orders:1', false, false],
    ['public.ecr.aws/nginx:1', false, false],
    ['nginx', false, false],
  ])(
    '%s: private %s, its scans can be read %s',
    (image, isPrivate, readable) => {
      const place = placeOfImage(image, registries);
      expect(place.isPrivate).toBe(isPrivate);
      expect(place.ecr !== undefined).toBe(readable);
    },
  );
});

describe('judgeUnread', () => {
  it('is never green, and says why', () => {
    const judge = (image: string) =>
      judgeUnread(placeOfImage(image, registries));
    expect(judge('nginx').status).toBe('not-private');
    expect(judge('ghcr.io/orders:1')).toMatchObject({
      status: 'not-scanned',
      reasons: [expect.stringContaining('it is not ECR')],
    });
    expect(judge(`${OTHER}/orders:1`)).toMatchObject({
      status: 'not-scanned',
      reasons: ['The digest of this image is not known'],
    });
  });
});
