import { type FailureRule } from './FailureRule';

/** Why a task that has its place cannot be prepared: secrets, environment files, volumes, logs. */
export const startRules: readonly FailureRule[] = [
  {
    name: 'volume',
    text: /EFS utils|amazon-ecs-volume-plugin/i,
    explanation: 'The file system of the task could not be mounted',
    fix: 'Check that the file system has a mount target in the zones of the subnets, that its security group lets in port 2049 from the task, that the VPC resolves DNS names, and that the root directory exists',
  },
  {
    name: 'environment-file',
    text: /download env files/i,
    explanation: 'The task could not read its environment file from S3',
    fix: 'Check that the file exists, that the execution role may call s3:GetObject on it, and that the subnets reach S3',
  },
  {
    name: 'secret-missing',
    text: /find the specified secret|can.t retrieve the secret with ARN|invalid (?:ssm )?parameters:|did not contain json key/i,
    explanation: 'A secret that the task definition names does not exist',
    fix: 'Create the secret and give it a value, or correct its name or JSON key in the task definition',
  },
  {
    name: 'secret-not-json',
    text: /from asm:.*invalid character/is,
    explanation:
      'The task definition asks for a key of a secret that is no JSON',
    fix: 'Store the secret as a JSON object, or name it without a key in the task definition',
  },
  {
    name: 'secret-denied',
    text: /(?:from (?:asm|ssm|secrets manager)|SSM Parameter Store).*(?:AccessDenied|not authorized)/is,
    explanation: 'The execution role may not read a secret of the task',
    fix: 'Allow the execution role secretsmanager:GetSecretValue or ssm:GetParameters on the secret, and kms:Decrypt on its key',
  },
  {
    name: 'secret-unreachable',
    text: /(?:from (?:asm|ssm|secrets manager)|pull secrets from AWS Systems Manager).*(?:connection issue|network connection|RequestError|deadline exceeded|cancell?ed|timeout)/is,
    explanation:
      'The task could not reach Secrets Manager or the Parameter Store',
    fix: 'Check the route of the subnets (NAT gateway, or VPC endpoints for secretsmanager or ssm) and that the security group allows outbound HTTPS',
  },
  {
    name: 'log-group-missing',
    text: /log group (?:does not exist|defined in the task definition)|logger args.*signal: killed/is,
    explanation:
      'The log group of the task does not exist or cannot be reached',
    fix: 'Reconcile the service, which creates its log group, and check that the subnets reach CloudWatch Logs',
  },
  {
    name: 'log-denied',
    text: /(?:logger args|logging driver).*(?:AccessDenied|not authorized)/is,
    explanation: 'The execution role may not write the log of the task',
    fix: 'Allow the execution role logs:CreateLogStream and logs:PutLogEvents on the log group (and logs:CreateLogGroup where the task creates it)',
  },
];
