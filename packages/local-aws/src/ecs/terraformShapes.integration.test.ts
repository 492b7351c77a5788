import {
  DescribeServicesCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { EcsPlayground } from '../testing/EcsPlayground';
import { TerraformFolder } from '../testing/TerraformFolder';

// Two services of one stack. The provider that Slipway pins has no block for strategies and hooks: blue/green is set beside it.
const MODULE = `
resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "orders-errors"
  namespace           = "orders"
  metric_name         = "errors"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 1
  period              = 60
  evaluation_periods  = 1
}

resource "aws_ecs_task_definition" "main" {
  for_each = toset(["web", "worker"])

  family                   = "orders-\${each.key}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512

  container_definitions = jsonencode([
    {
      name         = "main"
      image        = "stays"
      essential    = true
      portMappings = [{ name = "http", containerPort = 8080, hostPort = 8080, protocol = "tcp" }]
    },
    {
      name      = "sidecar"
      image     = "sidecar"
      essential = false
    },
  ])
}

resource "aws_ecs_service" "web" {
  name                  = "orders-web"
  cluster               = "slipway"
  task_definition       = aws_ecs_task_definition.main["web"].arn
  desired_count         = 1
  launch_type           = "FARGATE"
  wait_for_steady_state = true

  alarms {
    alarm_names = [aws_cloudwatch_metric_alarm.errors.alarm_name]
    enable      = true
    rollback    = true
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets = ["subnet-1"]
  }

  service_connect_configuration {
    enabled   = true
    namespace = "slipway"

    service {
      port_name = "http"

      client_alias {
        dns_name = "orders"
        port     = 8080
      }
    }
  }
}

resource "aws_ecs_service" "worker" {
  name                  = "orders-worker"
  cluster               = "slipway"
  task_definition       = aws_ecs_task_definition.main["worker"].arn
  desired_count         = 2
  wait_for_steady_state = true

  capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 1
  }

  network_configuration {
    subnets = ["subnet-1"]
  }
}

resource "aws_ecs_service" "agent" {
  name                = "orders-agent"
  cluster             = "slipway"
  task_definition     = aws_ecs_task_definition.main["worker"].arn
  launch_type         = "EC2"
  scheduling_strategy = "DAEMON"

  network_configuration {
    subnets = ["subnet-1"]
  }
}
`;

jest.setTimeout(300_000);

describe('the shapes of services with the real AWS provider', () => {
  let ecs: EcsPlayground;
  let terraform: TerraformFolder;

  beforeAll(async () => {
    ecs = await EcsPlayground.start();
    terraform = await TerraformFolder.create({
      endpoint: ecs.url,
      module: MODULE,
    });
  });

  afterAll(async () => {
    terraform?.remove();
    await ecs?.stop();
  });

  it('applies several services of one stack, and finds nothing to change', async () => {
    expect(await terraform.apply()).toContain('6 added');
    expect(await terraform.changes()).toBeUndefined();
    const { services = [] } = await ecs.client.send(
      new DescribeServicesCommand({
        cluster: 'slipway',
        services: ['orders-web', 'orders-worker', 'orders-agent'],
      }),
    );
    expect(services).toMatchObject([
      {
        runningCount: 1,
        deploymentConfiguration: {
          alarms: {
            alarmNames: ['orders-errors'],
            enable: true,
            rollback: true,
          },
          deploymentCircuitBreaker: { enable: true, rollback: true },
        },
        deployments: [
          { serviceConnectConfiguration: { namespace: 'slipway' } },
        ],
      },
      {
        runningCount: 2,
        capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT' }],
      },
      { schedulingStrategy: 'DAEMON' },
    ]);
    const [task] = await ecs.tasksOf('orders-web', 'RUNNING');
    expect(task.containers).toMatchObject([
      { name: 'main', lastStatus: 'RUNNING' },
      { name: 'sidecar', lastStatus: 'RUNNING' },
    ]);
  });

  it('still finds nothing to change where blue/green with a hook is set beside it', async () => {
    await ecs.client.send(
      new UpdateServiceCommand({
        cluster: 'slipway',
        service: 'orders-web',
        forceNewDeployment: true,
        deploymentConfiguration: {
          strategy: 'BLUE_GREEN',
          bakeTimeInMinutes: 0,
          lifecycleHooks: [
            {
              targetType: 'PAUSE',
              lifecycleStages: ['POST_SCALE_UP'],
              timeoutConfiguration: {
                timeoutInMinutes: 60,
                action: 'ROLLBACK',
              },
            },
          ],
        },
      }),
    );
    await ecs.until(
      async () =>
        (await ecs.latest('orders-web')).lifecycleHookDetails?.[0]?.status ===
        'AWAITING_ACTION',
    );
    expect(await terraform.changes()).toBeUndefined();
  });
});
