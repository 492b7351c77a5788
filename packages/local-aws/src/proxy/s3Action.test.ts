import { s3Action } from './s3Action';

describe('s3Action', () => {
  it.each([
    ['GET', '/', 'ListBuckets'],
    ['PUT', '/bucket', 'CreateBucket'],
    ['HEAD', '/bucket', 'HeadBucket'],
    ['DELETE', '/bucket/', 'DeleteBucket'],
    ['GET', '/bucket?versioning', 'GetBucketVersioning'],
    ['PUT', '/bucket?publicAccessBlock', 'PutPublicAccessBlock'],
    ['GET', '/bucket?list-type=2&prefix=services/', 'ListObjectsV2'],
    ['GET', '/bucket?versions', 'ListObjectVersions'],
    ['POST', '/bucket?delete', 'DeleteObjects'],
    ['GET', '/bucket/platform/terraform.tfstate', 'GetObject'],
    ['PUT', '/bucket/platform/terraform.tfstate.tflock', 'PutObject'],
    ['HEAD', '/bucket/key', 'HeadObject'],
    ['DELETE', '/bucket/key', 'DeleteObject'],
    ['POST', '/bucket/key?uploads', 'CreateMultipartUpload'],
    ['PUT', '/bucket/key?partNumber=1&uploadId=x', 'UploadPart'],
    ['GET', '/bucket/key?tagging', 'GetObjectTagging'],
  ])('%s %s is %s', (method, url, action) => {
    const { pathname: path, searchParams: query } = new URL(url, 'http://x');
    expect(s3Action({ method, path, query, headers: {} })).toBe(action);
  });

  it('tells a copy from a put by its header', () => {
    expect(
      s3Action({
        method: 'PUT',
        path: '/bucket/key',
        query: new URLSearchParams(),
        headers: { 'x-amz-copy-source': '/bucket/other' },
      }),
    ).toBe('CopyObject');
  });
});
