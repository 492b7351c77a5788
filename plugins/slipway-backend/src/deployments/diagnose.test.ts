import { diagnose } from './diagnose';
import { FAILURE_RULES } from './failureRules';

const IMAGE = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway/orders';
const ROLE = 'arn:aws:iam::123456789012:role/slipway-orders-execution';

// What ECS says, by the rule that explains it, with names and ids of ours. Events follow the developer guide
// (service-event-messages-list.html). Reasons of stopped tasks follow its pages on CannotPullContainerError and
// ResourceInitializationError (stopped-task-error-codes.html) and public reports of failed tasks; of these the words for an image
// that is denied or whose digest is gone, for parameters and keys of secrets, for log access and for a full disk were not
// compared with a report.
const RECORDED: Record<string, { text: string; exitCode?: number }[]> = {
  role: [
    {
      text: `ECS was unable to assume the role '${ROLE}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`,
    },
    {
      text: `(service orders) failed to launch a task with (error ECS was unable to assume the role '${ROLE}' that was provided for this task.)`,
    },
  ],
  'platform-mismatch': [
    {
      text: "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'",
    },
    {
      text: `CannotPullContainerError: pull image manifest has been retried 1 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'`,
    },
    {
      text: 'CannotStartContainerError: exec /usr/bin/java: exec format error',
    },
  ],
  'image-rate-limited': [
    {
      text: 'CannotPullContainerError: inspect image has been retried 5 time(s): httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/nginx/manifests/sha256:1: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.',
    },
  ],
  'image-digest-gone': [
    {
      text: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${IMAGE}@sha256:${'ab'.repeat(
        32,
      )}: ${IMAGE}@sha256:${'ab'.repeat(32)}: not found`,
    },
  ],
  'image-denied': [
    {
      text: `CannotPullContainerError: Error response from daemon: pull access denied for ${IMAGE}, repository does not exist or may require 'docker login'`,
    },
    {
      text: `CannotPullContainerError: AccessDeniedException: User: ${ROLE} is not authorized to perform: ecr:BatchGetImage on resource: slipway/orders`,
    },
  ],
  'image-missing': [
    {
      text: 'CannotPullContainerError: inspect image has been retried 1 time(s): failed to resolve ref "123456789012.dkr.ecr.eu-central-1.amazonaws.com/orders:latest": 123456789012.dkr.ecr.eu-central-1.amazonaws.com/orders:latest: not found',
    },
    {
      text: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${IMAGE}:v2: ${IMAGE}:v2: not found`,
    },
    {
      text: 'CannotPullContainerError: Error response from daemon: manifest unknown: manifest unknown',
    },
  ],
  'disk-full': [
    {
      text: 'CannotPullContainerError: failed to register layer: write /app/app.jar: no space left on device',
    },
  ],
  'registry-unreachable': [
    {
      text: 'CannotPullContainerError: inspect image has been retried 5 time(s): failed to resolve ref "docker.io/library/nginx:latest": failed to do request: Head https://registry-1.docker.io/v2/library/nginx/manifests/latest: dial tcp 52.72.252.48:443: i/o timeout',
    },
    {
      text: 'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. operation error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post "https://api.ecr.eu-central-1.amazonaws.com/": dial tcp 10.42.10.15:443: i/o timeout',
    },
    {
      text: 'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration.',
    },
    {
      text: `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${IMAGE}:v1: failed to do request: Head "https://${IMAGE}": dial tcp 10.0.1.2:443: i/o timeout`,
    },
  ],
  'secret-missing': [
    {
      text: `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:eu-central-1:123456789012:secret:orders from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
    },
    {
      text: 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /orders/key',
    },
  ],
  'secret-denied': [
    {
      text: 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): operation error SSM: GetParameters, https response error StatusCode: 400, RequestID: 1, api error AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/orders-execution/1 is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-central-1:123456789012:parameter/orders',
    },
    {
      text: `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret from secrets manager: AccessDeniedException: User: ${ROLE} is not authorized to perform: secretsmanager:GetSecretValue`,
    },
  ],
  'log-group-missing': [
    {
      text: 'ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. signal: killed',
    },
    {
      text: 'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1',
    },
  ],
  'log-denied': [
    {
      text: 'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/orders-execution/1 is not authorized to perform: logs:CreateLogStream on resource: arn:aws:logs:eu-central-1:123456789012:log-group:/orders',
    },
  ],
  'subnet-full': [
    {
      text: '(service orders) was unable to place a task. Reason: The specified subnet does not have enough free addresses to satisfy the request.',
    },
    {
      text: 'Unexpected EC2 error while attempting to Create Network Interface with public IP assignment disabled in subnet: InsufficientFreeAddressesInSubnet',
    },
  ],
  'network-interface': [
    {
      text: 'Timeout waiting for network interface provisioning to complete.',
    },
  ],
  quota: [
    {
      text: '(service orders) was unable to place a task. Reason: You’ve reached the limit on the number of vCPUs you can run concurrently',
    },
    {
      text: "(service orders) was unable to place a task. Reason: You've reached the limit on the number of tasks you can run concurrently",
    },
    {
      text: '(service orders) was unable to place a task. Reason: The requested CPU configuration is above your limit.',
    },
    {
      text: '(service orders) was unable to place a task. Reason: The requested MEMORY configuration is above your limit.',
    },
    {
      text: "(service orders) was unable to place a task. Reason: You've reached the limit on the number of vCPUs you can run concurrently.",
    },
  ],
  'no-capacity': [
    {
      text: '(service orders) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 1f has insufficient CPU units available.',
    },
    {
      text: '(service orders) was unable to reach steady state. Reason: No Container Instances were found in your capacity provider.',
    },
    {
      text: '(service orders) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.',
    },
    {
      text: 'Capacity is unavailable at this time. Please try again later or in a different availability zone.',
    },
    {
      text: '(service orders) was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster.',
    },
  ],
  'deployment-limits': [
    {
      text: '(service orders) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
    },
  ],
  'spot-interrupted': [{ text: 'Your Spot Task was interrupted.' }],
  'load-balancer-check': [
    {
      text: '(service orders) (task 1f) (instance i-1) is unhealthy in (elb orders) due to (reason Instance has failed at least the UnhealthyThreshold number of health checks consecutively.)',
    },
    { text: 'Task failed ELB health checks in (elb orders)' },
    {
      text: 'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/slipway-orders/1)',
    },
    {
      text: '(service orders) (task …) (port 8080) is unhealthy in (target-group arn) due to (reason Health checks failed with these codes: [503]).',
    },
  ],
  'container-check': [{ text: 'Task failed container health checks' }],
  'out-of-memory': [
    { text: 'OutOfMemoryError: container killed due to memory usage' },
    {
      text: 'Essential container in task exited: OutOfMemoryError: Container killed due to memory usage',
      exitCode: 137,
    },
  ],
  'command-missing': [
    {
      text: 'CannotStartContainerError: Error response from daemon: OCI runtime create failed: exec: "orders": executable file not found in $PATH',
    },
  ],
  ...Object.fromEntries(
    [0, 1, 137, 139, 143].map(exitCode => [
      `exit-${exitCode}`,
      [{ text: 'Essential container in task exited', exitCode }],
    ]),
  ),
};

describe('diagnose', () => {
  it.each(FAILURE_RULES)('knows the cause $name', rule => {
    const recorded = RECORDED[rule.name] ?? [];
    expect(recorded).not.toHaveLength(0);
    for (const failure of recorded) {
      expect(diagnose(failure)).toEqual({
        explanation: rule.explanation,
        fix: rule.fix,
      });
    }
  });

  it.each([
    { text: 'InternalError: something that nobody has seen before' },
    { text: 'Essential container in task exited', exitCode: 42 },
  ])('leaves an unknown cause unexplained: %j', failure => {
    expect(diagnose(failure)).toBeUndefined();
  });
});
