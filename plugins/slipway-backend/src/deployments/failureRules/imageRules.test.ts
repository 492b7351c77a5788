import {
  type FoundTexts,
  misjudged,
  withoutSource,
} from '../__testUtils__/foundTexts';
import { imageRules } from './imageRules';

const NOT_PULLED =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html';
const NOT_PULLED_BEFORE =
  'https://github.com/awsdocs/amazon-ecs-developer-guide/blob/master/doc_source/task_cannot_pull_image.md';
const REGISTRY = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const DIGEST = `sha256:${'ab'.repeat(32)}`;

const FOUND: FoundTexts = {
  'platform-mismatch': [
    {
      text: "(service orders) was unable to place a task. Reason: CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'.",
      source: 'https://github.com/aviswerdlow/relay/issues/71',
    },
    {
      text: 'CannotPullContainerError: failed to find a descriptor for platform {linux/amd64}',
      source: 'https://github.com/aws/containers-roadmap/issues/1120',
    },
    {
      text: 'standard_init_linux.go:228: exec user process caused: exec format error',
      source:
        'https://github.com/aws-containers/ecs-anywhere-tutorial/issues/2',
    },
    {
      text: 'CannotPullContainerError: no matching manifest for linux/amd64 in the manifest list entries',
    },
  ],
  'image-rate-limited': [
    {
      text: 'ERROR: toomanyrequests: Too Many Requests.',
      source: NOT_PULLED,
    },
    {
      text: 'You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limits.',
      source: NOT_PULLED_BEFORE,
    },
    {
      text: 'CannotPullContainerError: inspect image has been retried 5 time(s): httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/nginx/manifests/sha256:1: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.',
    },
  ],
  'disk-full': [
    {
      text: 'CannotPullContainerError: write /var/lib/docker/tmp/GetImageBlob111111111: no space left on device',
      source: NOT_PULLED_BEFORE,
    },
    {
      text: `CannotPullContainerError: ref pull has been retried 1 time(s): failed to extract layer ${DIGEST}: write /var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/86/fs/app.jar: no space left on device: unknown`,
      source: 'https://github.com/anomalyco/sst/pull/3542',
    },
  ],
  'image-digest-gone': [
    {
      text: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${REGISTRY}/orders:v1@${DIGEST}: not found`,
      source: 'https://github.com/aws/containers-roadmap/issues/2687',
    },
  ],
  'image-denied': [
    {
      text: "CannotPullContainerError: Error response from daemon: pull access denied for orders, repository does not exist or may require 'docker login'",
      source: 'https://github.com/awslabs/ecs-task-kite/issues/8',
    },
    {
      text: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${REGISTRY}/orders:latest@${DIGEST}: unexpected status from HEAD request to https://${REGISTRY}/v2/orders/blobs/${DIGEST}: 403 Forbidden`,
      source: 'https://github.com/aws/containers-roadmap/issues/2493',
    },
    {
      text: 'CannotPullECRContainerError: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/orders/1 is not authorized to perform: ecr:GetAuthorizationToken on r',
      source: 'https://github.com/OvertureMaps/overture-tiles/pull/20',
    },
    {
      text: 'The task can’t pull the image. Check that the role has the permissions to pull images from the registry.',
      source: NOT_PULLED,
    },
  ],
  'image-missing': [
    {
      text: `CannotPullContainerError: API error (404): repository ${REGISTRY}/orders not found`,
      source: NOT_PULLED_BEFORE,
    },
    {
      text: 'CannotPullContainerError: Error: image orders:9ce7d67b not found',
      source: 'https://github.com/aws/amazon-ecs-agent/issues/337',
    },
  ],
  'registry-unreachable': [
    {
      text: `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref "${REGISTRY}/orders:v1": failed to do request: Head "https://${REGISTRY}/v2/orders/manifests/v1": dial tcp 10.0.3.17:443: i/o timeout`,
      source:
        'https://devopsaitoolkit.com/blog/aws-error-cannot-pull-container-error-ecs/',
    },
    {
      text: `CannotPullContainerError: API error (500): Get https://${REGISTRY}/v2/: net/http: request canceled while waiting for connection`,
      source: NOT_PULLED,
    },
    {
      text: `The task cannot pull ‘orders’ from the Amazon ECR repository ‘${REGISTRY}/orders’. There is a connection issue between the task and Amazon ECR. Check your task network configuration.`,
      source: NOT_PULLED,
    },
    {
      text: 'The task can’t pull the image. Check your network configuration',
      source: NOT_PULLED,
    },
    {
      text: 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): RequestError: send request failed caused by: Post https://api.ecr....',
      source:
        'https://github.com/aws-samples/aws-fargate-pipeline-lambda-autoscaling/issues/3',
    },
    {
      text: 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: Post "https://api.ecr.eu-central-1.amazonaws.com/": dial tcp 10.42.10.15:443: i/o timeout. Please check your task network configuration.',
      source: 'https://github.com/doctorray117/minecraft-ondemand/issues/74',
    },
    {
      text: 'ResourceInitializationError: unable to pull secrets or registry auth: pull command failed: : signal: killed',
      source: 'https://repost.aws/knowledge-center/ecs-unable-to-pull-secrets',
    },
  ],
};

describe('imageRules', () => {
  it('has a text for each rule', () => {
    expect(Object.keys(FOUND)).toEqual(imageRules.map(({ name }) => name));
  });

  it('knows each cause by what ECS says', () => {
    expect(misjudged(FOUND)).toEqual([]);
  });

  it('has a public source of the words of each rule', () => {
    expect(withoutSource(FOUND)).toEqual([]);
  });
});
