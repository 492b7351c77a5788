import { type FailureRule } from './FailureRule';

/** Why an image cannot be pulled or does not run on the CPU of the task. */
export const imageRules: readonly FailureRule[] = [
  {
    name: 'platform-mismatch',
    text: /descriptor (?:matching|for) platform|no match(?:ing manifest)? for (?:linux|platform)|exec format error/i,
    explanation: 'The image was built for another CPU architecture',
    fix: 'Build the image for the CPU architecture of the task definition, or for both (linux/amd64 and linux/arm64)',
  },
  {
    name: 'image-rate-limited',
    text: /toomanyrequests|pull rate limit|CannotPull.*(?:rate exceeded|429 )/is,
    explanation: 'The registry refused the pull because of its rate limit',
    fix: 'Pull the image through the pull-through cache of ECR, or give the task credentials of the registry',
  },
  {
    name: 'disk-full',
    text: /no space left on device/i,
    explanation: 'The storage of the task is too small for its images',
    fix: 'Raise the ephemeral storage in the task definition (on EC2 the volume of the container instance), or make the image smaller',
  },
  {
    name: 'image-digest-gone',
    text: /CannotPull.*@sha256:.*(?:not found|manifest unknown|does not exist)/is,
    explanation: 'The registry has no image with this digest (any more)',
    fix: 'Push the image again or release another digest; check that the lifecycle policy of the repository keeps what is deployed',
  },
  {
    name: 'image-denied',
    text: /CannotPull.*(?:access denied|not authorized|\bdenied\b|401 Unauthorized|403 Forbidden|no basic auth)|permissions to pull images|not authorized to perform: ecr:/is,
    explanation: 'The registry denied the pull, or does not have the image',
    fix: 'Check the name of the image, and that the execution role may call ecr:GetAuthorizationToken, ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository',
  },
  {
    name: 'image-missing',
    text: /CannotPull.*(?:not found|manifest unknown|does not exist)/is,
    explanation: 'The image does not exist in the registry',
    fix: 'Push the image, or release one that exists',
  },
  {
    name: 'registry-unreachable',
    text: /(?:CannotPull|registry auth).*(?:timeout|connection issue|no route to host|connection refused|deadline exceeded|cancell?ed|RequestError|pull command failed)|connection issue between the task and Amazon ECR|can.t pull the image\. Check your network/is,
    explanation: 'The task could not reach the registry',
    fix: 'Check the route of the subnets (NAT gateway or VPC endpoints for ECR and S3) and that the security group allows outbound HTTPS',
  },
];
