resource "aws_lb" "main" {
  name               = var.prefix
  load_balancer_type = "application"
  internal           = var.alb_internal
  subnets            = var.alb_internal ? aws_subnet.private[*].id : aws_subnet.public[*].id
  security_groups    = [aws_security_group.alb.id]

  drop_invalid_header_fields = true
  enable_deletion_protection = var.alb_deletion_protection

  tags = { "slipway:listener-port" = tostring(local.listener_port) }

  depends_on = [aws_internet_gateway.main]
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.main.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = var.certificate_arn == null ? "fixed-response" : "redirect"

    dynamic "fixed_response" {
      for_each = var.certificate_arn == null ? [1] : []

      content {
        content_type = "text/plain"
        message_body = "No service answers at this address."
        status_code  = "404"
      }
    }

    dynamic "redirect" {
      for_each = var.certificate_arn == null ? [] : [1]

      content {
        port        = "443"
        protocol    = "HTTPS"
        status_code = "HTTP_301"
      }
    }
  }
}

resource "aws_lb_listener" "https" {
  count = var.certificate_arn == null ? 0 : 1

  load_balancer_arn = aws_lb.main.arn
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = var.certificate_arn
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      message_body = "No service answers at this address."
      status_code  = "404"
    }
  }
}

resource "aws_security_group" "alb" {
  name        = var.prefix
  description = "Load balancer of ${var.prefix}"
  vpc_id      = aws_vpc.main.id

  tags = { Name = var.prefix }
}

resource "aws_vpc_security_group_ingress_rule" "alb" {
  for_each = {
    for pair in setproduct(local.alb_ingress_cidr_blocks, distinct([80, local.listener_port])) :
    "${pair[0]}:${pair[1]}" => { block = pair[0], port = pair[1] }
  }

  security_group_id = aws_security_group.alb.id
  description       = "Callers"
  cidr_ipv4         = each.value.block
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
}

resource "aws_vpc_security_group_egress_rule" "alb" {
  security_group_id = aws_security_group.alb.id
  description       = "Tasks"
  cidr_ipv4         = var.vpc_cidr
  ip_protocol       = "tcp"
  from_port         = 1024
  to_port           = 65535
}
