resource "aws_lb_target_group" "main" {
  name        = local.name
  vpc_id      = data.aws_vpc.platform.id
  target_type = "ip"
  protocol    = "HTTP"
  port        = var.container_port

  # Seconds that a task which leaves may finish its requests.
  deregistration_delay = 30

  health_check {
    path                = var.health_check_path
    matcher             = "200"
    interval            = 15
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener_rule" "main" {
  listener_arn = data.aws_lb_listener.platform.arn

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.main.arn
  }

  condition {
    path_pattern {
      values = local.paths
    }
  }

  dynamic "condition" {
    for_each = length(var.host_names) > 0 ? [var.host_names] : []

    content {
      host_header {
        values = condition.value
      }
    }
  }
}

resource "aws_security_group" "service" {
  name        = local.name
  description = "Tasks of ${var.stack}"
  vpc_id      = data.aws_vpc.platform.id

  tags = { Name = local.name }
}

resource "aws_vpc_security_group_ingress_rule" "service" {
  security_group_id            = aws_security_group.service.id
  referenced_security_group_id = local.alb_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = var.container_port
  to_port                      = var.container_port
}

# Images, logs, secrets and other services are all reached from inside the task.
resource "aws_vpc_security_group_egress_rule" "service" {
  security_group_id = aws_security_group.service.id
  description       = "Out"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}
