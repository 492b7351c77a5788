import { LocalAws } from '../LocalAws';
import { TerraformFolder } from '../testing/TerraformFolder';
import type { ImageStore } from './ImageStore';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const IMAGE = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway/orders@${DIGEST}`;

const images: ImageStore = {
  async resolve(reference) {
    return reference === IMAGE
      ? { digest: DIGEST, command: ['node', '{sample}/server.mjs'] }
      : undefined;
  },
};

const MODULE = `
variable "desired_count" {
  type    = number
  default = 2
}

variable "fail_start" {
  type    = string
  default = "0"
}

resource "aws_ecs_cluster" "main" {
  name = "slipway"

  setting {
    name  = "containerInsights"
    value = "enabled"
  }

  tags = { "slipway:stack" = "platform" }
}

resource "aws_ecs_cluster_capacity_providers" "main" {
  cluster_name       = aws_ecs_cluster.main.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]

  default_capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }
}

resource "aws_ecs_task_definition" "main" {
  family                   = "slipway-orders"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  skip_destroy             = true

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }

  volume {
    name = "tmp"
  }

  container_definitions = jsonencode([{
    name                   = "orders"
    image                  = "${IMAGE}"
    essential              = true
    readonlyRootFilesystem = true
    portMappings           = [{ name = "http", containerPort = 8080, hostPort = 8080, protocol = "tcp" }]
    environment            = [{ name = "FAIL_START", value = var.fail_start }]
    mountPoints            = [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }]
  }])

  tags = { "slipway:stack" = "orders" }
}

resource "aws_ecs_service" "main" {
  name                          = "slipway-orders"
  cluster                       = aws_ecs_cluster.main.arn
  task_definition               = aws_ecs_task_definition.main.arn
  desired_count                 = var.desired_count
  launch_type                   = "FARGATE"
  availability_zone_rebalancing = "ENABLED"
  enable_ecs_managed_tags       = true
  propagate_tags                = "SERVICE"
  wait_for_steady_state         = true

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = ["subnet-1", "subnet-2"]
    security_groups  = ["sg-1"]
    assign_public_ip = false
  }

  tags = { "slipway:stack" = "orders" }
}

resource "aws_appautoscaling_target" "main" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/\${aws_ecs_cluster.main.name}/\${aws_ecs_service.main.name}"
  min_capacity       = 1
  max_capacity       = 4

  tags = { "slipway:stack" = "orders" }
}
`;

jest.setTimeout(300_000);

describe('ECS with the real AWS provider', () => {
  let localAws: LocalAws;
  let terraform: TerraformFolder;

  beforeAll(async () => {
    localAws = LocalAws.create({ port: 0, imageStore: images });
    await localAws.start();
    terraform = await TerraformFolder.create({
      endpoint: localAws.url,
      module: MODULE,
    });
  });

  afterAll(async () => {
    terraform?.remove();
    await localAws?.stop();
  });

  it('applies a cluster and a service, and finds nothing to change', async () => {
    expect(await terraform.apply()).toContain('5 added');
    expect(await terraform.changes()).toBeUndefined();
  });

  it('scales in place', async () => {
    const count = '-var=desired_count=1';
    expect(await terraform.apply(count)).toContain(
      '0 added, 1 changed, 0 destroyed',
    );
    expect(await terraform.changes(count)).toBeUndefined();
  });

  it('shows a rollout that was rolled back in the next plan', async () => {
    const variables = ['-var=desired_count=1', '-var=fail_start=1'];
    // This provider waits for a stable service, and a rolled back one is stable: the apply itself succeeds.
    await terraform.apply(...variables);
    expect(await terraform.changes(...variables)).toMatch(
      /~ task_definition\s+= .*slipway-orders:1" -> .*slipway-orders:2"/,
    );
  });

  it('destroys everything', async () => {
    expect(await terraform.run('destroy', '-auto-approve')).toContain(
      'Destroy complete!',
    );
  });
});
