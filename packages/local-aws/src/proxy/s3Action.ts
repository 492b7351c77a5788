import type { IncomingHttpHeaders } from 'node:http';

const SUBRESOURCES: Record<string, string> = {
  accelerate: 'BucketAccelerateConfiguration',
  acl: 'BucketAcl',
  cors: 'BucketCors',
  encryption: 'BucketEncryption',
  lifecycle: 'BucketLifecycleConfiguration',
  location: 'BucketLocation',
  logging: 'BucketLogging',
  notification: 'BucketNotificationConfiguration',
  'object-lock': 'ObjectLockConfiguration',
  ownershipControls: 'BucketOwnershipControls',
  policy: 'BucketPolicy',
  policyStatus: 'BucketPolicyStatus',
  publicAccessBlock: 'PublicAccessBlock',
  replication: 'BucketReplication',
  requestPayment: 'BucketRequestPayment',
  tagging: 'BucketTagging',
  versioning: 'BucketVersioning',
  website: 'BucketWebsite',
};

const VERBS: Record<string, string> = {
  GET: 'Get',
  HEAD: 'Head',
  PUT: 'Put',
  POST: 'Post',
  DELETE: 'Delete',
};

function bucketAction(method: string, query: URLSearchParams): string {
  const verb = VERBS[method] ?? method;
  for (const [name, resource] of Object.entries(SUBRESOURCES)) {
    if (query.has(name)) {
      return `${verb}${resource}`;
    }
  }
  if (method === 'POST' && query.has('delete')) return 'DeleteObjects';
  if (method !== 'GET') {
    return method === 'PUT' ? 'CreateBucket' : `${verb}Bucket`;
  }
  if (query.has('versions')) return 'ListObjectVersions';
  if (query.has('uploads')) return 'ListMultipartUploads';
  return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
}

function objectAction(
  method: string,
  query: URLSearchParams,
  isCopy: boolean,
): string {
  const verb = VERBS[method] ?? method;
  if (query.has('tagging')) return `${verb}ObjectTagging`;
  if (query.has('acl')) return `${verb}ObjectAcl`;
  if (query.has('retention')) return `${verb}ObjectRetention`;
  if (query.has('legal-hold')) return `${verb}ObjectLegalHold`;
  if (method === 'POST' && query.has('uploads')) return 'CreateMultipartUpload';
  if (query.has('uploadId')) {
    switch (method) {
      case 'PUT':
        return isCopy ? 'UploadPartCopy' : 'UploadPart';
      case 'POST':
        return 'CompleteMultipartUpload';
      case 'DELETE':
        return 'AbortMultipartUpload';
      default:
        return 'ListParts';
    }
  }
  return method === 'PUT' && isCopy ? 'CopyObject' : `${verb}Object`;
}

/**
 * The name of the S3 API action behind a path-style REST request. S3 has no action header:
 * the verb, the presence of a key and the subresource in the query tell.
 */
export function s3Action(request: {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
}): string {
  const { method, path, query, headers } = request;
  const [bucket, ...key] = path.slice(1).split('/');
  if (!bucket) {
    return 'ListBuckets';
  }
  if (key.join('/') === '') {
    return bucketAction(method, query);
  }
  return objectAction(method, query, 'x-amz-copy-source' in headers);
}
