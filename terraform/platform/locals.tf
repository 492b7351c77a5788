locals {
  # Two zones, in the order of their names: enough for the load balancer and the database subnet group.
  zones = slice(sort(data.aws_availability_zones.available.names), 0, 2)

  # Where services run their tasks. They read it from the VPC's tag.
  task_tier = var.nat_gateway ? "private" : "public"

  alb_ingress_cidr_blocks = coalesce(var.alb_ingress_cidr_blocks, var.alb_internal ? [var.vpc_cidr] : ["0.0.0.0/0"])

  # The port that services attach their rules to.
  listener_port = var.certificate_arn == null ? 80 : 443
}

data "aws_availability_zones" "available" {
  state = "available"

  # Local zones and others that an account must ask for lack load balancers or Fargate.
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}
