import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type EcsPlayground, roleSession } from '@slipway/local-aws';
import { keepAnswers, type WireAnswer } from './keepAnswers';
import { type Denials, type RecordedDenials } from './RecordedDenials';

type ClientOptions = EcsPlayground['clientOptions'];

const cluster = 'slipway';
const service = 'slipway-orders';
const arn = (type: string, id: string) =>
  `arn:aws:ecs:eu-central-1:123456789012:${type}/${cluster}/${id}`;
const scaled = {
  ServiceNamespace: 'ecs' as const,
  ResourceId: `service/${cluster}/${service}`,
};

/** Sends what an IAM action allows. */
type Calls<Client> = Record<string, (client: Client) => Promise<object>>;

const ECS_CALLS: Calls<ECSClient> = {
  'ecs:DescribeServices': client =>
    client.send(new DescribeServicesCommand({ cluster, services: [service] })),
  'ecs:ListServiceDeployments': client =>
    client.send(new ListServiceDeploymentsCommand({ cluster, service })),
  'ecs:DescribeServiceDeployments': client =>
    client.send(
      new DescribeServiceDeploymentsCommand({
        serviceDeploymentArns: [arn('service-deployment', `${service}/1`)],
      }),
    ),
  'ecs:DescribeServiceRevisions': client =>
    client.send(
      new DescribeServiceRevisionsCommand({
        serviceRevisionArns: [arn('service-revision', `${service}/1`)],
      }),
    ),
  'ecs:ListTasks': client =>
    client.send(new ListTasksCommand({ cluster, serviceName: service })),
  'ecs:DescribeTasks': client =>
    client.send(
      new DescribeTasksCommand({ cluster, tasks: [arn('task', '1')] }),
    ),
  'ecs:DescribeTaskDefinition': client =>
    client.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: `${service}:1` }),
    ),
};

const SCALING_CALLS: Calls<ApplicationAutoScalingClient> = {
  'application-autoscaling:DescribeScalableTargets': client =>
    client.send(
      new DescribeScalableTargetsCommand({
        ServiceNamespace: 'ecs',
        ResourceIds: [scaled.ResourceId],
      }),
    ),
  'application-autoscaling:DescribeScalingPolicies': client =>
    client.send(new DescribeScalingPoliciesCommand(scaled)),
  'application-autoscaling:DescribeScheduledActions': client =>
    client.send(new DescribeScheduledActionsCommand(scaled)),
};

const BALANCING_CALLS: Calls<ElasticLoadBalancingV2Client> = {
  'elasticloadbalancing:DescribeTargetHealth': client =>
    client.send(
      new DescribeTargetHealthCommand({
        TargetGroupArn:
          'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/slipway-orders/1',
      }),
    ),
};

/** Makes every call of the deployments facet and its details as roles that may not, and keeps the answers. */
export async function recordDenials({
  clientOptions,
}: EcsPlayground): Promise<RecordedDenials> {
  const all = { Effect: 'Allow', Action: '*', Resource: '*' };
  const one = { ...all, Action: 'ecs:ListClusters' };
  const record = async (
    role: Omit<Parameters<typeof roleSession>[1], 'name'>,
    name: string,
  ) => recordAs(await roleSession(clientOptions, { ...role, name }));
  return {
    lacking: await record({ statements: [one] }, 'slipway-reader'),
    denied: await record(
      { statements: [all, { ...all, Effect: 'Deny' }] },
      'slipway-denied',
    ),
    bounded: await record(
      { statements: [all], boundary: [one] },
      'slipway-bounded',
    ),
  };
}

async function recordAs(clientOptions: ClientOptions): Promise<Denials> {
  return {
    ...(await refusals(new ECSClient(clientOptions), ECS_CALLS)),
    ...(await refusals(
      new ApplicationAutoScalingClient(clientOptions),
      SCALING_CALLS,
    )),
    ...(await refusals(
      new ElasticLoadBalancingV2Client(clientOptions),
      BALANCING_CALLS,
    )),
  };
}

async function refusals<
  Client extends { config: Parameters<typeof keepAnswers>[0] },
>(client: Client, calls: Calls<Client>): Promise<Denials> {
  const lastAnswer = keepAnswers(client.config);
  const denials: Denials = {};
  for (const [action, call] of Object.entries(calls)) {
    await call(client).then(
      () => {
        throw new Error(`${action} was not denied`);
      },
      () => {},
    );
    denials[action] = withoutId(lastAnswer());
  }
  return denials;
}

/** The query protocol names the request in its errors: each time another one. */
function withoutId(answer: WireAnswer): WireAnswer {
  return {
    ...answer,
    body: answer.body.replace(
      /<RequestId>[^<]*/,
      '<RequestId>00000000-0000-4000-8000-000000000000',
    ),
  };
}
