import {
  type FoundTexts,
  misjudged,
  withoutSource,
} from '../__testUtils__/foundTexts';
import { startRules } from './startRules';

const NOT_PREPARED =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html';
const AGENT = 'https://github.com/aws/amazon-ecs-agent/blob/master/agent';
const ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:orders';
const ROLE = 'arn:aws:sts::123456789012:assumed-role/orders-secret-execution/1';
const PULL = 'ResourceInitializationError: unable to pull secrets or registry';

const FOUND: FoundTexts = {
  volume: [
    {
      text: 'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: Connection reset by peer : unsuccessful EFS utils command execution; code: 32',
      source: 'https://github.com/docker-archive/compose-cli/issues/1490',
    },
    {
      text: 'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: Failed to resolve "fs-1.efs.us-east-1.amazonaws.com" - check that your file system ID is correct, and ensure that the VPC has an EFS mount target for this file system ID.',
      source:
        'https://github.com/rileydakota/valheim-ecs-fargate-cdk/issues/28',
    },
    {
      text: 'Error response from daemon: create ecs-orders: Post http://%2Frun%2Fdocker%2Fplugins%2Famazon-ecs-volume-plugin.sock/VolumeDriver.Create: context deadline exceeded',
      source: 'https://github.com/aws/amazon-ecs-agent/issues/2570',
    },
  ],
  'environment-file': [
    {
      text: 'ResourceInitializationError: failed to download env files: file download command: non-empty error stream: failed to download file 1.env: failed to write to a temporary file: AccessDenied: Access Denied',
      source: 'https://github.com/aws/aws-cdk/issues/12720',
    },
    {
      text: 'ResourceInitializationError: failed to download env files: file download command: non empty error stream: RequestCanceled: request context canceled caused by: context deadline exceeded',
      source: 'https://github.com/aws/aws-cli/issues/6470',
    },
  ],
  'secret-missing': [
    {
      text: `The task can't pull the secret from Secrets Manager. The task can't retrieve the secret with ARN '${ARN}' from Secrets Manager. Check whether the secret exists in the specified Region.`,
      source: NOT_PREPARED,
    },
    {
      text: `ResourceInitializationError: The task can't retrieve the secret with ARN '${ARN}' from AWS Secrets Manager. Check that the secret ARN is correct`,
      source: `${AGENT}/asm/asm.go`,
    },
    {
      text: 'retrieved secret from Secrets Manager did not contain json key PASSWORD',
      source: `${AGENT}/asm/asm.go`,
    },
    {
      text: 'Fetching secret data from SSM Parameter Store in eu-central-1: invalid parameters: /orders/key',
      source: `${AGENT}/ssm/ssm.go`,
    },
    {
      text: `${PULL} auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /orders/key`,
    },
    {
      text: `${PULL} auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${ARN} from secrets manager: operation error Secrets Manager: GetSecretValue, https response error StatusCode: 400, RequestID: 1, ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT`,
    },
    {
      text: `${PULL} auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key PASSWORD`,
    },
  ],
  'secret-not-json': [
    {
      text: `${PULL} auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): invalid character '\\'' looking for beginning of value`,
      source: 'https://github.com/rileydakota/valheim-ecs-fargate-cdk/issues/9',
    },
  ],
  'secret-denied': [
    {
      text: `${PULL} auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${ARN} from secrets manager: AccessDeniedException: User: ${ROLE} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${ARN} because no identity-based policy allows the secretsmanager:GetSecretValue action status code: 400,`,
      source: 'https://github.com/aws-samples/dify-self-hosted-on-aws/pull/35',
    },
    {
      text: `${PULL} auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${ARN} from secrets manager: AccessDeniedException: Access to KMS is not allowed status code: 400, request id: 1`,
      source: 'https://github.com/GiamPy5/terraform-aws-directus/issues/10',
    },
    {
      text: `${PULL} auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: User: ....`,
      source: 'https://github.com/aws/copilot-cli/issues/3104',
    },
    {
      text: `Fetching secret data from SSM Parameter Store in eu-central-1: AccessDeniedException: User: ${ROLE} is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-central-1:123456789012:parameter/orders status code: 400, request id: 1`,
      source: 'https://github.com/aws/aws-cdk/issues/3529',
    },
  ],
  'secret-unreachable': [
    {
      text: `${PULL} auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 5 time(s): failed to fetch secret ${ARN} from secrets manager: RequestCanceled: request context canceled caused by: context deadline exceeded. Please check your task network configuration.`,
      source: 'https://github.com/Releem/releem-agent/issues/195',
    },
    {
      text: `${PULL} auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 5 time(s): RequestCanceled: request context canceled caused by: context deadli...`,
      source:
        'https://github.com/aws-samples/serverless-jenkins-on-aws-fargate/issues/7',
    },
    {
      text: `The task cannot pull secrets from AWS Systems Manager Parameter Store. Check your network connection between the task and AWS Systems Manager.`,
      source: NOT_PREPARED,
    },
    {
      text: `${PULL} auth: unable to retrieve secrets from ssm: The task cannot pull secrets from AWS Systems Manager. There is a connection issue between the task and AWS Systems Manager Parameter Store. Check your task network configuration. RequestCanceled: request context canceled caused by: context deadline exceeded`,
    },
    {
      text: `${PULL} auth: unable to retrieve secret from asm: There is a connection issue between the task and AWS Secrets Manager. Check your task network configuration. failed to fetch secret ${ARN} from secrets manager: operation error Secrets Manager: GetSecretValue, https response error StatusCode: 0, RequestID: , canceled, context deadline exceeded`,
    },
  ],
  'log-group-missing': [
    {
      text: 'CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
      source: 'https://github.com/prakhar1989/docker-curriculum/issues/260',
    },
    {
      text: 'The task cannot find the Amazon CloudWatch log group defined in the task definition.',
      source: NOT_PREPARED,
    },
    {
      text: 'ResourceInitializationError: failed to validate logger args: : signal: killed',
      source:
        'https://gist.github.com/bradleybeddoes/7b568d87d20c5e4ebfe31de9a8dc08c7',
    },
    {
      text: 'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1',
    },
  ],
  'log-denied': [
    {
      text: `ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: AccessDeniedException: User: ${ROLE}...`,
      source: 'https://github.com/doctorray117/minecraft-ondemand/issues/12',
    },
    {
      text: `ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log group: AccessDeniedException: User: ${ROLE} is not authorized to perform: logs:CreateLogGroup on resource: arn:aws:logs:eu-central-1:123456789012:log-group:orders:log-stream: because no identity-based policy allows the logs:CreateLogGroup action : exit status 1`,
      source:
        'https://github.com/terraform-aws-modules/terraform-aws-ecs/pull/313',
    },
    {
      text: `CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log group: AccessDeniedException: User: ${ROLE}`,
      source: 'https://github.com/prakhar1989/docker-curriculum/issues/260',
    },
  ],
};

describe('startRules', () => {
  it('has a text for each rule', () => {
    expect(Object.keys(FOUND)).toEqual(startRules.map(({ name }) => name));
  });

  it('knows each cause by what ECS says', () => {
    expect(misjudged(FOUND)).toEqual([]);
  });

  it('has a public source of the words of each rule', () => {
    expect(withoutSource(FOUND)).toEqual([]);
  });
});
