# Off by default: the portal shows the same, and CloudWatch charges for each dashboard.
locals {
  dashboard_rows = [
    [["AWS/ApplicationELB", "RequestCount"], ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count"]],
    [["AWS/ApplicationELB", "TargetResponseTime"]],
    [["AWS/ECS", "CPUUtilization"], ["AWS/ECS", "MemoryUtilization"]],
  ]
}

resource "aws_cloudwatch_dashboard" "main" {
  count = var.dashboard ? 1 : 0

  dashboard_name = local.name
  dashboard_body = jsonencode({
    widgets = [for row in local.dashboard_rows : {
      type   = "metric"
      width  = 12
      height = 6
      properties = {
        title  = join(" and ", row[*][1])
        region = var.region
        metrics = [for metric in row : concat(metric, flatten([
          for name, value in metric[0] == "AWS/ECS" ? local.service_dimensions : local.load_balancer_dimensions : [name, value]
        ]))]
      }
    }]
  })
}
