# What a plan of the platform looks like for each of its choices.
mock_provider "aws" {
  override_data {
    target = data.aws_availability_zones.available
    values = { names = ["eu-central-1c", "eu-central-1a", "eu-central-1b"] }
  }
}

variables {
  account_id  = "123456789012"
  environment = "local"
  region      = "eu-central-1"
}

run "is_private_by_default" {
  command = plan

  assert {
    condition     = aws_lb.main.internal && [for rule in aws_vpc_security_group_ingress_rule.alb : rule.cidr_ipv4] == ["10.0.0.0/16"]
    error_message = "Unless asked otherwise only the VPC reaches the load balancer."
  }

  assert {
    condition     = length(aws_nat_gateway.main) == 1 && aws_vpc.main.tags["slipway:task-tier"] == "private"
    error_message = "Tasks run in private subnets."
  }

  assert {
    condition     = aws_ecs_cluster.main.name == "slipway" && aws_lb.main.name == "slipway"
    error_message = "Services find cluster and load balancer by the prefix."
  }

  assert {
    condition     = output.slipway_entity_ref == "resource:default/slipway-local"
    error_message = "The stack must name the entity that it belongs to."
  }
}

run "lies_in_two_zones" {
  command = plan

  assert {
    condition     = join(" ", concat(aws_subnet.private[*].availability_zone, aws_subnet.public[*].availability_zone)) == "eu-central-1a eu-central-1b eu-central-1a eu-central-1b"
    error_message = "The first two zones by name, in whatever order AWS lists them."
  }

  assert {
    condition     = length(distinct(concat(aws_subnet.private[*].cidr_block, aws_subnet.public[*].cidr_block))) == 4
    error_message = "Subnets must not overlap."
  }
}

run "serves_http_without_a_certificate" {
  command = plan

  assert {
    condition     = aws_lb.main.tags["slipway:listener-port"] == "80" && length(aws_lb_listener.https) == 0 && aws_lb_listener.http.default_action[0].type == "fixed-response"
    error_message = "Services attach to port 80."
  }
}

run "redirects_to_https_with_a_certificate" {
  command = plan

  variables {
    certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef"
  }

  assert {
    condition     = aws_lb.main.tags["slipway:listener-port"] == "443" && length(aws_lb_listener.https) == 1 && aws_lb_listener.http.default_action[0].type == "redirect"
    error_message = "Services attach to port 443, and port 80 only redirects."
  }

  assert {
    condition     = sort([for rule in aws_vpc_security_group_ingress_rule.alb : tostring(rule.from_port)]) == tolist(["443", "80"])
    error_message = "Both ports are open."
  }
}

run "opens_to_the_internet_when_asked" {
  command = plan

  variables {
    alb_internal = false
  }

  assert {
    condition     = !aws_lb.main.internal && [for rule in aws_vpc_security_group_ingress_rule.alb : rule.cidr_ipv4] == ["0.0.0.0/0"]
    error_message = "A public load balancer is reached from everywhere unless ranges are given."
  }
}

run "gives_tasks_public_addresses_without_nat" {
  command = plan

  variables {
    nat_gateway = false
  }

  assert {
    condition     = length(aws_nat_gateway.main) == 0 && length(aws_eip.nat) == 0 && length(aws_route.private_internet) == 0 && aws_vpc.main.tags["slipway:task-tier"] == "public"
    error_message = "Without the gateway services must learn to run in public subnets."
  }
}
