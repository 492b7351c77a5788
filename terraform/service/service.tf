# Terraform can ignore an attribute always or never. With a fixed count the count must be watched, with autoscaling it must be
# left alone: so there are two resources, of which one exists. README.md says how to go from one to the other.
locals {
  service = {
    minimum_healthy_percent = 100
    maximum_percent         = 200

    # Time for a JVM to start and migrate before a failed health check counts, in seconds.
    health_check_grace_period = 120
  }
}

resource "aws_ecs_service" "main" {
  count = local.autoscaled ? 0 : 1

  name            = local.name
  cluster         = data.aws_ecs_cluster.platform.arn
  task_definition = aws_ecs_task_definition.main.arn
  desired_count   = local.released ? var.desired_count : 0
  launch_type     = "FARGATE"

  deployment_minimum_healthy_percent = local.service.minimum_healthy_percent
  deployment_maximum_percent         = local.service.maximum_percent
  health_check_grace_period_seconds  = local.service.health_check_grace_period
  availability_zone_rebalancing      = "ENABLED"
  enable_ecs_managed_tags            = true
  propagate_tags                     = "SERVICE"

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = data.aws_subnets.tasks.ids
    security_groups  = [aws_security_group.service.id]
    assign_public_ip = local.task_tier == "public"
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.main.arn
    container_name   = var.stack
    container_port   = var.container_port
  }

  # ECS refuses a target group that no listener uses, and tasks need the role's policy to start.
  depends_on = [aws_lb_listener_rule.main, aws_iam_role_policy.execution]
}

# Made at the first release, when the count can be the minimum at once: nothing raises a count from 0 later.
resource "aws_ecs_service" "scaled" {
  count = local.autoscaled && local.released ? 1 : 0

  name            = local.name
  cluster         = data.aws_ecs_cluster.platform.arn
  task_definition = aws_ecs_task_definition.main.arn
  desired_count   = var.autoscaling.min_count
  launch_type     = "FARGATE"

  deployment_minimum_healthy_percent = local.service.minimum_healthy_percent
  deployment_maximum_percent         = local.service.maximum_percent
  health_check_grace_period_seconds  = local.service.health_check_grace_period
  availability_zone_rebalancing      = "ENABLED"
  enable_ecs_managed_tags            = true
  propagate_tags                     = "SERVICE"

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = data.aws_subnets.tasks.ids
    security_groups  = [aws_security_group.service.id]
    assign_public_ip = local.task_tier == "public"
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.main.arn
    container_name   = var.stack
    container_port   = var.container_port
  }

  lifecycle {
    ignore_changes = [desired_count]
  }

  depends_on = [aws_lb_listener_rule.main, aws_iam_role_policy.execution]
}

resource "aws_appautoscaling_target" "service" {
  count = length(aws_ecs_service.scaled)

  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${var.prefix}/${aws_ecs_service.scaled[0].name}"
  min_capacity       = var.autoscaling.min_count
  max_capacity       = var.autoscaling.max_count
}

resource "aws_appautoscaling_policy" "cpu" {
  count = length(aws_appautoscaling_target.service)

  name               = "${local.name}-cpu"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.service[0].service_namespace
  scalable_dimension = aws_appautoscaling_target.service[0].scalable_dimension
  resource_id        = aws_appautoscaling_target.service[0].resource_id

  target_tracking_scaling_policy_configuration {
    target_value = var.autoscaling.cpu_target_percent

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}
