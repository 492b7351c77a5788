# What runs on a laptop is what runs in AWS: compose.yaml and the Dockerfile
# against the task definition{% if values.database %} and the RDS instance{% endif %}. Nothing is created and no credentials are
# needed: scripts/parity.
mock_provider "aws" {
  override_data {
    target = data.aws_partition.current
    values = { partition = "aws" }
  }

  override_data {
    target = data.aws_vpc.platform
    values = { id = "vpc-0123456789abcdef0", tags = { "slipway:task-tier" = "private" } }
  }

  override_data {
    target = data.aws_lb.platform
    values = {
      arn             = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/platform/0123456789abcdef"
      arn_suffix      = "app/platform/0123456789abcdef"
      dns_name        = "platform.example.com"
      security_groups = ["sg-0123456789abcdef0"]
      tags            = { "slipway:listener-port" = "80" }
    }
  }

  override_data {
    target = data.aws_lb_listener.platform
    values = {
      arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/platform/0123456789abcdef/0123456789abcdef"
      protocol = "HTTP"
    }
  }

  override_data {
    target = data.aws_ecs_cluster.platform
    values = { arn = "arn:aws:ecs:eu-central-1:123456789012:cluster/platform" }
  }
}

run "compose_is_the_task_definition" {
  command = plan

  assert {
    condition = toset(keys(yamldecode(file("../compose.yaml")).services.service.environment)) == toset(concat(
      local.container.environment[*].name,
      local.container.secrets[*].name,
    ))
    error_message = "compose.yaml and the task definition give the service different environment variables."
  }

  assert {
    condition = (
      yamldecode(file("../compose.yaml")).services.service.environment.SERVER_PORT == tostring(var.container_port)
      && endswith(yamldecode(file("../compose.yaml")).services.service.ports[0], ":${var.container_port}")
    )
    error_message = "The service listens on container_port in AWS: it must on a laptop."
  }

  assert {
    condition     = jsonencode(yamldecode(file("../compose.yaml")).services.service.healthcheck.test) == jsonencode(var.health_check_command)
    error_message = "compose.yaml and the task definition ask for the service's health with different commands."
  }

  assert {
    condition = jsonencode([for name in ["interval", "timeout", "retries", "start_period"] : yamldecode(file("../compose.yaml")).services.service.healthcheck[name]]) == jsonencode([
      "${local.container_health_check.healthCheck.interval}s",
      "${local.container_health_check.healthCheck.timeout}s",
      local.container_health_check.healthCheck.retries,
      "${local.container_health_check.healthCheck.startPeriod}s",
    ])
    error_message = "compose.yaml and the task definition ask for the service's health at different times."
  }

  assert {
    condition = (
      yamldecode(file("../compose.yaml")).services.service.read_only == local.container.readonlyRootFilesystem
      && toset(yamldecode(file("../compose.yaml")).services.service.tmpfs) == toset(local.container.mountPoints[*].containerPath)
    )
    error_message = "The service may write to other places on a laptop than in AWS."
  }

  assert {
    condition = (
      yamldecode(file("../compose.yaml")).services.service.user == local.container.user
      && one(regex("(?m)^USER (.+)$", file("../Dockerfile"))) == local.container.user
    )
    error_message = "compose.yaml, the Dockerfile and the task definition must name the same user."
  }

  assert {
    condition     = yamldecode(file("../compose.yaml")).services.service.stop_grace_period == "${local.container.stopTimeout}s"
    error_message = "The service has another time to stop on a laptop than in AWS."
  }

  assert {
    condition     = tonumber(trimsuffix(yamldecode(file("../src/main/resources/application.yaml")).spring.lifecycle["timeout-per-shutdown-phase"], "s")) < local.container.stopTimeout
    error_message = "ECS would kill the service before its graceful shutdown ends."
  }
{%- if values.database %}

  assert {
    condition     = endswith(yamldecode(file("../compose.yaml")).services.database.image, ":${var.database_version}")
    error_message = "compose.yaml starts another major version of PostgreSQL than RDS."
  }

  assert {
    condition     = endswith(yamldecode(file("../.github/workflows/ci.yml")).jobs.test.services.database.image, ":${var.database_version}")
    error_message = "The ci workflow tests with another major version of PostgreSQL than RDS."
  }
{%- endif %}
}
