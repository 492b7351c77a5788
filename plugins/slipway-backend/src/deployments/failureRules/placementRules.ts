import { type FailureRule } from './FailureRule';

/** Why ECS finds no place, address or permission for a task. */
export const placementRules: readonly FailureRule[] = [
  {
    name: 'role',
    text: /unable to assume (?:the )?role|IAM trust relationship has been misconfigured/i,
    explanation: 'ECS could not assume the role of the task',
    fix: 'Check that the role exists and that its trust policy allows ecs-tasks.amazonaws.com',
  },
  {
    name: 'service-permissions',
    text: /IAM permissions policies have been misconfigured/i,
    explanation: 'ECS lacks a permission that it needs to maintain the service',
    fix: 'Check the service-linked role AWSServiceRoleForECS, and the policies of the roles that the service and its tasks name',
  },
  {
    name: 'subnet-full',
    text: /InsufficientFreeAddresses|not have enough free addresses|sufficient free IPv4 addresses/i,
    explanation: 'The subnet has no free address for the task',
    fix: 'Stop what is not needed in the subnet, or add a subnet to the service',
  },
  {
    name: 'network-interface',
    text: /network interface/i,
    explanation: 'ECS could not attach a network interface to the task',
    fix: 'Try again; if it stays, check that the subnets have free addresses, the quota of network interfaces, and that the subnets and security groups exist',
  },
  {
    name: 'quota',
    text: /reached the limit on the number of|configuration is above your limit/i,
    explanation: 'The account has reached its Fargate quota in this region',
    fix: 'Stop what is not needed, or ask for a higher quota in Service Quotas',
  },
  {
    name: 'provisioning-limit',
    text: /provisioning capacity limit was exceeded/i,
    explanation: 'Too many tasks of the cluster are being provisioned at once',
    fix: 'Wait until they run, or start fewer tasks at a time',
  },
  {
    name: 'throttled',
    text: /operations are being throttled/i,
    explanation: 'AWS throttles what ECS does for the service',
    fix: 'Wait: ECS tries again. If it stays, start fewer deployments at a time or ask AWS for a higher rate',
  },
  {
    name: 'agent-disconnected',
    text: /encountered error "?AGENT"?|waiting for Amazon ECS Agent to start/i,
    explanation: 'The ECS agent of the container instance is not connected',
    fix: 'Restart the agent (systemctl restart ecs) and read /var/log/ecs/ecs-agent.log, or replace the instance',
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
    name: 'instance-gone',
    text: /Host EC2 \(instance/i,
    explanation: 'The container instance of the task was stopped or terminated',
    fix: 'Look for who stopped it: scaling, Spot, or an operator; drain an instance before it is stopped',
  },
];
