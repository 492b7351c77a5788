import { type Diagnosis } from '@slipway/plugin-slipway-common';

/** A cause of failed tasks that is known by ECS's words or by an exit code. */
export interface FailureRule extends Diagnosis {
  /** Names the rule in tests. */
  name: string;
  /** What ECS's words look like. */
  text?: RegExp;
  /** Of the container that is to blame; used where there is no `text`. */
  exitCode?: number;
}

/**
 * The known causes. The first rule that matches is the answer: what is particular stands before what is general.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
 */
export const FAILURE_RULES: readonly FailureRule[] = [
  {
    name: 'role',
    text: /unable to assume (?:the )?role/i,
    explanation: 'ECS could not assume the role of the task',
    fix: 'Check that the role exists and that its trust policy allows ecs-tasks.amazonaws.com',
  },
  {
    name: 'platform-mismatch',
    text: /descriptor matching platform|no match(?:ing manifest)? for (?:linux|platform)|exec format error/i,
    explanation: 'The image was built for another CPU architecture',
    fix: 'Build the image for the CPU architecture of the task definition, or for both (linux/amd64 and linux/arm64)',
  },
  {
    name: 'image-rate-limited',
    text: /CannotPull.*(?:toomanyrequests|pull rate limit|rate exceeded|429 )/is,
    explanation: 'The registry refused the pull because of its rate limit',
    fix: 'Pull the image through the pull-through cache of ECR, or give the task credentials of the registry',
  },
  {
    name: 'image-digest-gone',
    text: /CannotPull.*@sha256:.*(?:not found|manifest unknown|does not exist)/is,
    explanation: 'The registry has no image with this digest (any more)',
    fix: 'Push the image again or release another digest; check that the lifecycle policy of the repository keeps what is deployed',
  },
  {
    name: 'image-denied',
    text: /CannotPull.*(?:access denied|not authorized|\bdenied\b|401 Unauthorized|403 Forbidden|no basic auth)/is,
    explanation:
      'The registry denied the pull, or the repository does not exist',
    fix: 'Check the name of the image, and that the execution role may call ecr:GetAuthorizationToken and ecr:BatchGetImage on the repository',
  },
  {
    name: 'image-missing',
    text: /CannotPull.*(?:not found|manifest unknown|does not exist)/is,
    explanation: 'The image does not exist in the registry',
    fix: 'Push the image, or release one that exists',
  },
  {
    name: 'disk-full',
    text: /no space left on device/i,
    explanation: 'The storage of the task is too small for its images',
    fix: 'Raise the ephemeral storage in the task definition, or make the image smaller',
  },
  {
    name: 'registry-unreachable',
    text: /(?:CannotPull|registry auth).*(?:timeout|connection issue|no route to host|connection refused|deadline exceeded|canceled)/is,
    explanation: 'The task could not reach the registry',
    fix: 'Check the route of the subnets (NAT gateway or VPC endpoints for ECR and S3) and that the security group allows outbound HTTPS',
  },
  {
    name: 'secret-missing',
    text: /find the specified secret|invalid ssm parameters|did not contain json key|ParameterNotFound/i,
    explanation: 'A secret that the task definition names does not exist',
    fix: 'Create the secret and give it a value, or correct its name or JSON key in the task definition',
  },
  {
    name: 'secret-denied',
    text: /(?:secret|ssm).*(?:AccessDenied|not authorized)/is,
    explanation: 'The execution role may not read a secret of the task',
    fix: 'Allow the execution role secretsmanager:GetSecretValue or ssm:GetParameters on the secret, and kms:Decrypt on its key',
  },
  {
    name: 'log-group-missing',
    text: /log group (?:does not exist|defined in the task definition)/i,
    explanation:
      'The log group of the task does not exist or cannot be reached',
    fix: 'Reconcile the service, which creates its log group, and check that the subnets reach CloudWatch Logs',
  },
  {
    name: 'log-denied',
    text: /logger args.*(?:AccessDenied|not authorized)/is,
    explanation: 'The execution role may not write the log of the task',
    fix: 'Allow the execution role logs:CreateLogStream and logs:PutLogEvents on the log group',
  },
  {
    name: 'subnet-full',
    text: /InsufficientFreeAddresses|not have enough free addresses/i,
    explanation: 'The subnet has no free address for the task',
    fix: 'Stop what is not needed in the subnet, or add a subnet to the service',
  },
  {
    name: 'network-interface',
    text: /network interface/i,
    explanation: 'ECS could not attach a network interface to the task',
    fix: 'Try again; if it stays, check the quota of network interfaces and that the subnets and security groups exist',
  },
  {
    name: 'quota',
    text: /reached the limit on the number of|configuration is above your limit|quota .*exceeded/i,
    explanation: 'The account has reached its Fargate quota in this region',
    fix: 'Stop what is not needed, or ask for a higher quota in Service Quotas',
  },
  {
    name: 'no-capacity',
    text: /Capacity is unavailable|no container instance met all|No Container Instances were found/i,
    explanation: 'There is no capacity to run the task on',
    fix: 'Try again later, use more availability zones, or add container instances where the service runs on EC2',
  },
  {
    name: 'deployment-limits',
    text: /because of the service deployment configuration/i,
    explanation:
      'The limits of the rollout leave no room to stop or start a task',
    fix: 'Lower minimumHealthyPercent or raise maximumPercent, so that one task can be stopped or started',
  },
  {
    name: 'spot-interrupted',
    text: /spot.*interrupt/i,
    explanation: 'AWS took back the Spot capacity',
    fix: 'Run a base of tasks on FARGATE rather than FARGATE_SPOT',
  },
  {
    name: 'load-balancer-check',
    text: /failed ELB health checks|is unhealthy in \(?(?:target-group|elb)/i,
    explanation: 'The health check of the load balancer failed',
    fix: 'Check path, port and expected code of the health check, that the security groups let it in, and that the grace period is longer than the start',
  },
  {
    name: 'container-check',
    text: /failed container health checks/i,
    explanation: 'The health check of the container failed',
    fix: 'Run the command of the health check in the image, and give the container time to start (startPeriod)',
  },
  {
    name: 'out-of-memory',
    text: /OutOfMemory/i,
    explanation: 'The container used more memory than it may',
    fix: 'Choose a greater size, or lower what the program takes (for a JVM: -XX:MaxRAMPercentage)',
  },
  {
    name: 'command-missing',
    text: /CannotStartContainer.*(?:executable file not found|no such file or directory|ENOENT)/is,
    explanation: 'The image does not contain the command that should run',
    fix: 'Correct the command or entry point of the image or the task definition',
  },
  {
    name: 'exit-0',
    exitCode: 0,
    explanation: 'The program ended by itself without an error (exit code 0)',
    fix: 'A service must keep running: check that its command does not return and runs in the foreground',
  },
  {
    name: 'exit-1',
    exitCode: 1,
    explanation: 'The program ended with an error (exit code 1)',
    fix: 'Read the last lines of its log: often a missing setting, or a database that cannot be reached',
  },
  {
    name: 'exit-137',
    exitCode: 137,
    explanation:
      'The program was killed (exit code 137, SIGKILL), most often for want of memory',
    fix: 'Choose a greater size; if it was told to stop, let it end within the stop timeout',
  },
  {
    name: 'exit-139',
    exitCode: 139,
    explanation: 'The program crashed (exit code 139, segmentation fault)',
    fix: 'Check native libraries and that the image was built for the CPU architecture of the task',
  },
  {
    name: 'exit-143',
    exitCode: 143,
    explanation: 'The program was told to stop (exit code 143, SIGTERM)',
    fix: 'Look for who stopped it: a deployment, a health check, scaling, or the program itself',
  },
];
