import {
  type FoundTexts,
  misjudged,
  withoutSource,
} from '../__testUtils__/foundTexts';
import { placementRules } from './placementRules';

const EVENTS =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html';
const NOT_STARTED =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/failed-to-start-error.html';
const STOPPED =
  'https://github.com/awsdocs/amazon-ecs-developer-guide/blob/master/doc_source/stopped-task-errors.md';
const ROLE = 'arn:aws:iam::123456789012:role/slipway-orders-execution';

const FOUND: FoundTexts = {
  role: [
    {
      text: `service orders failed to launch a task with (error ECS was unable to assume the role '${ROLE}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.).`,
      source:
        'https://github.com/aws-samples/aws-modern-application-workshop/issues/88',
    },
    {
      text: 'IAM trust relationship has been misconfigured or changed, and ECS can no longer maintain your service',
      source: EVENTS,
    },
  ],
  'service-permissions': [
    {
      text: 'IAM permissions policies have been misconfigured or changed, and ECS can no longer maintain your service',
      source: EVENTS,
    },
  ],
  'subnet-full': [
    {
      text: 'InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request.',
      source: 'https://github.com/aws/amazon-vpc-cni-k8s/issues/40',
    },
    {
      text: "Client.InvalidParameterValue: There aren't sufficient free Ipv4 addresses or prefixes",
      source: 'https://github.com/cilium/cilium/pull/31016',
    },
    {
      text: 'Unexpected EC2 error while attempting to Create Network Interface with public IP assignment disabled in subnet: InsufficientFreeAddressesInSubnet',
    },
  ],
  'network-interface': [
    {
      text: 'Timeout waiting for network interface provisioning to complete.',
      source: 'https://github.com/aws/amazon-ecs-agent/issues/4825',
    },
    {
      text: "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-0a1b2c3d4e5f60718'",
      source: NOT_STARTED,
    },
    {
      text: 'Unable to attach network interface to unused device index',
      source: NOT_STARTED,
    },
  ],
  quota: [
    {
      text: "(service orders) was unable to place a task. Reason: You've reached the limit on the number of vCPUs you can run concurrently. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
      source:
        'https://www.flightcontrol.dev/docs/troubleshooting/concurrent-cpu-limit',
    },
    {
      text: 'service (orders) was unable to place a task. Reason: You’ve reached the limit on the number of vCPUs you can run concurrently',
      source: EVENTS,
    },
    {
      text: "service orders was unable to place a task. Reason: You've reached the limit on the number of tasks you can run concurrently. For more information, see the Troubleshooting section.",
      source: 'https://github.com/wellcomecollection/platform/issues/3875',
    },
    {
      text: 'service (orders) was unable to place a task. Reason: The requested CPU configuration is above your limit.',
      source: EVENTS,
    },
    {
      text: 'service (orders) was unable to place a task. Reason: The requested MEMORY configuration is above your limit.',
      source: EVENTS,
    },
  ],
  'provisioning-limit': [
    {
      text: 'service (orders) was unable to place tasks in your cluster because the tasks provisioning capacity limit was exceeded.',
      source: EVENTS,
    },
  ],
  throttled: [
    {
      text: 'service (orders) operations are being throttled. Will try again later.',
      source: EVENTS,
    },
  ],
  'agent-disconnected': [
    {
      text: 'service (orders) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 1f encountered error "AGENT".',
      source: EVENTS,
    },
    {
      text: 'service (orders) Timed out waiting for Amazon ECS Agent to start. Please check logs at /var/log/ecs/ecs-agent.log".',
      source: EVENTS,
    },
  ],
  'no-capacity': [
    {
      text: '(service orders) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone',
      source: 'https://github.com/sil-org/ecs-deploy/issues/277',
    },
    {
      text: 'service (orders) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 1f has insufficient CPU units available.',
      source: EVENTS,
    },
    {
      text: 'service (orders) was unable to reach steady state. Reason: No Container Instances were found in your capacity provider.',
      source: EVENTS,
    },
  ],
  'deployment-limits': [
    {
      text: 'service orders was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
      source: 'https://github.com/pipe-cd/pipecd/issues/2729',
    },
  ],
  'spot-interrupted': [
    {
      text: 'Your Spot Task was interrupted.',
      source: 'https://github.com/reproio/wrapbox/pull/53',
    },
  ],
  'instance-gone': [
    {
      text: 'Host EC2 (instance i-0a1b2c3d4e5f60718) stopped/terminated',
      source: STOPPED,
    },
  ],
};

describe('placementRules', () => {
  it('has a text for each rule', () => {
    expect(Object.keys(FOUND)).toEqual(placementRules.map(({ name }) => name));
  });

  it('knows each cause by what ECS says', () => {
    expect(misjudged(FOUND)).toEqual([]);
  });

  it('has a public source of the words of each rule', () => {
    expect(withoutSource(FOUND)).toEqual([]);
  });
});
