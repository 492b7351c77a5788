import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { xmlList } from '../../client/InternalClient';
import type { AwsRequest } from '../../proxy/AwsRequest';
import type { Authorization, ConditionContext } from '../Authorization';
import type { Mapping } from './MappingInput';

/** Bucket calls whose IAM action has another name than the API action. */
const BUCKET_ACTIONS: Record<string, string> = {
  ListBuckets: 'ListAllMyBuckets',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  HeadBucket: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
  ListMultipartUploads: 'ListBucketMultipartUploads',
  GetBucketEncryption: 'GetEncryptionConfiguration',
  PutBucketEncryption: 'PutEncryptionConfiguration',
  DeleteBucketEncryption: 'PutEncryptionConfiguration',
  GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
  PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
  DeleteBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
  DeletePublicAccessBlock: 'PutBucketPublicAccessBlock',
  GetBucketAccelerateConfiguration: 'GetAccelerateConfiguration',
  PutBucketAccelerateConfiguration: 'PutAccelerateConfiguration',
  GetBucketCors: 'GetBucketCORS',
  PutBucketCors: 'PutBucketCORS',
  DeleteBucketCors: 'PutBucketCORS',
  GetBucketReplication: 'GetReplicationConfiguration',
  PutBucketReplication: 'PutReplicationConfiguration',
  DeleteBucketReplication: 'PutReplicationConfiguration',
  GetObjectLockConfiguration: 'GetBucketObjectLockConfiguration',
  PutObjectLockConfiguration: 'PutBucketObjectLockConfiguration',
  GetBucketNotificationConfiguration: 'GetBucketNotification',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
  DeleteBucketOwnershipControls: 'PutBucketOwnershipControls',
  DeleteBucketTagging: 'PutBucketTagging',
};

const OBJECT_ACTIONS: Record<string, string> = {
  HeadObject: 'GetObject',
  CopyObject: 'PutObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  UploadPartCopy: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  ListParts: 'ListMultipartUploadParts',
};

const VERSIONED_ACTIONS: Record<string, string> = {
  GetObject: 'GetObjectVersion',
  DeleteObject: 'DeleteObjectVersion',
};

/** S3: the action depends on whether a version is named; a batch delete is one question a key. */
export const s3: Mapping = ({ request }) => {
  const [bucket, ...rest] = request.path.slice(1).split('/');
  const key = decodeURIComponent(rest.join('/'));
  const bucketArn = `arn:aws:s3:::${bucket}`;
  if (request.action === 'DeleteObjects') {
    return deletedObjects(request).map(deleted =>
      objectAuthorization('DeleteObject', {
        arn: `${bucketArn}/${deleted.key}`,
        versionId: deleted.versionId,
      }),
    );
  }
  if (key === '') {
    const action = BUCKET_ACTIONS[request.action] ?? request.action;
    return [
      {
        action: `s3:${action}`,
        resource: bucket ? bucketArn : undefined,
        context: listContext(request.query),
        isCreated: request.action === 'CreateBucket',
      },
    ];
  }
  const own = objectAuthorization(
    OBJECT_ACTIONS[request.action] ?? request.action,
    {
      arn: `${bucketArn}/${key}`,
      versionId: request.query.get('versionId') ?? undefined,
    },
  );
  return [own, ...copySource(request)];
};

function objectAuthorization(
  action: string,
  object: { arn: string; versionId?: string },
): Authorization {
  const versioned = object.versionId ? VERSIONED_ACTIONS[action] : undefined;
  return {
    action: `s3:${versioned ?? action}`,
    resource: object.arn,
    context: object.versionId ? { 's3:VersionId': object.versionId } : {},
  };
}

function listContext(query: URLSearchParams): ConditionContext {
  const context: ConditionContext = {};
  for (const name of ['prefix', 'delimiter', 'max-keys']) {
    const value = query.get(name);
    if (value !== null) {
      context[`s3:${name}`] = value;
    }
  }
  return context;
}

function copySource(request: AwsRequest): Authorization[] {
  const source = request.headers['x-amz-copy-source'];
  if (typeof source !== 'string') {
    return [];
  }
  const [path, query] = source.replace(/^\//, '').split('?');
  const versionId = new URLSearchParams(query).get('versionId') ?? undefined;
  return [
    objectAuthorization('GetObject', {
      arn: `arn:aws:s3:::${decodeURIComponent(path)}`,
      versionId,
    }),
  ];
}

const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true });
const objectSchema = z.object({
  Key: z.string(),
  VersionId: z.string().optional(),
});
const deleteSchema = z.object({
  Delete: z.object({ Object: z.union([objectSchema, z.array(objectSchema)]) }),
});

function deletedObjects(
  request: AwsRequest,
): { key: string; versionId?: string }[] {
  const { Delete } = deleteSchema.parse(
    parser.parse(request.body.toString('utf8')),
  );
  return xmlList(Delete.Object).map(({ Key, VersionId }) => ({
    key: Key,
    versionId: VersionId,
  }));
}
