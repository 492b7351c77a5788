# The platform is found by name and tag: its state is not read, so a service needs no access to it.
data "aws_partition" "current" {}

data "aws_ecs_cluster" "platform" {
  cluster_name = var.prefix
}

data "aws_lb" "platform" {
  name = var.prefix
}

data "aws_lb_listener" "platform" {
  load_balancer_arn = data.aws_lb.platform.arn
  port              = tonumber(data.aws_lb.platform.tags["slipway:listener-port"])
}

data "aws_vpc" "platform" {
  filter {
    name   = "tag:slipway:environment"
    values = [var.environment]
  }

  filter {
    name   = "tag:slipway:stack"
    values = ["platform"]
  }
}

data "aws_subnets" "tasks" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.platform.id]
  }

  tags = { "slipway:tier" = local.task_tier }
}

data "aws_subnets" "private" {
  count = var.database ? 1 : 0

  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.platform.id]
  }

  tags = { "slipway:tier" = "private" }
}

locals {
  # Public where the platform has no NAT gateway.
  task_tier             = data.aws_vpc.platform.tags["slipway:task-tier"]
  alb_security_group_id = one(data.aws_lb.platform.security_groups)
}
