# What somebody should look at, whether or not a portal is open. Alarms cost a few cents each; with alarm_topic_arn they also notify.
locals {
  load_balancer_dimensions = {
    LoadBalancer = data.aws_lb.platform.arn_suffix
    TargetGroup  = aws_lb_target_group.main.arn_suffix
  }
  service_dimensions = { ClusterName = var.prefix, ServiceName = local.name }

  service_alarms = {
    errors = {
      description = "More than 10 requests in 5 minutes were answered with a server error."
      namespace   = "AWS/ApplicationELB"
      metric      = "HTTPCode_Target_5XX_Count"
      dimensions  = local.load_balancer_dimensions
      statistic   = "Sum"
      comparison  = "GreaterThanThreshold"
      threshold   = 10
      period      = 300
      periods     = 1
    }
    unhealthy = {
      description = "A task did not answer the load balancer's health check for 5 minutes."
      namespace   = "AWS/ApplicationELB"
      metric      = "UnHealthyHostCount"
      dimensions  = local.load_balancer_dimensions
      statistic   = "Maximum"
      comparison  = "GreaterThanThreshold"
      threshold   = 0
      period      = 60
      periods     = 5
    }
    cpu = {
      description = "The tasks used more than 85 % of their CPU for 15 minutes."
      namespace   = "AWS/ECS"
      metric      = "CPUUtilization"
      dimensions  = local.service_dimensions
      statistic   = "Average"
      comparison  = "GreaterThanThreshold"
      threshold   = 85
      period      = 300
      periods     = 3
    }
    memory = {
      description = "The tasks used more than 90 % of their memory for 15 minutes: one that reaches 100 % is killed."
      namespace   = "AWS/ECS"
      metric      = "MemoryUtilization"
      dimensions  = local.service_dimensions
      statistic   = "Average"
      comparison  = "GreaterThanThreshold"
      threshold   = 90
      period      = 300
      periods     = 3
    }
  }

  database_alarms = {
    database-cpu = {
      description = "The database used more than 90 % of its CPU for 15 minutes."
      namespace   = "AWS/RDS"
      metric      = "CPUUtilization"
      dimensions  = { DBInstanceIdentifier = local.name }
      statistic   = "Average"
      comparison  = "GreaterThanThreshold"
      threshold   = 90
      period      = 300
      periods     = 3
    }
    database-storage = {
      description = "Less than a tenth of the database's storage is free."
      namespace   = "AWS/RDS"
      metric      = "FreeStorageSpace"
      dimensions  = { DBInstanceIdentifier = local.name }
      statistic   = "Minimum"
      comparison  = "LessThanThreshold"
      threshold   = local.size.database_storage * pow(1024, 3) / 10
      period      = 300
      periods     = 1
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "main" {
  for_each = merge(local.service_alarms, var.database ? local.database_alarms : {})

  # The slash keeps the name apart from those of other stacks, which have none.
  alarm_name          = "${local.name}/${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  period              = each.value.period
  evaluation_periods  = each.value.periods

  # Nothing runs before the first release, and no request is no error.
  treat_missing_data = "notBreaching"

  alarm_actions = var.alarm_topic_arn[*]
  ok_actions    = var.alarm_topic_arn[*]
}
