# What a caller may not send. Every validation has a run that it refuses.
mock_provider "aws" {
  override_data {
    target = data.aws_availability_zones.available
    values = { names = ["eu-central-1a", "eu-central-1b", "eu-central-1c"] }
  }
}

variables {
  account_id  = "123456789012"
  environment = "local"
  region      = "eu-central-1"
}

run "refuses_an_account_that_is_no_account" {
  command = plan

  variables {
    account_id = "12345"
  }

  expect_failures = [var.account_id]
}

run "refuses_callers_that_are_no_range" {
  command = plan

  variables {
    alb_ingress_cidr_blocks = ["10.0.0.1"]
  }

  expect_failures = [var.alb_ingress_cidr_blocks]
}

run "refuses_a_certificate_of_iam" {
  command = plan

  variables {
    certificate_arn = "arn:aws:iam::123456789012:server-certificate/example"
  }

  expect_failures = [var.certificate_arn]
}

run "refuses_an_environment_in_capitals" {
  command = plan

  variables {
    environment = "Local"
  }

  expect_failures = [var.environment]
}

run "refuses_a_short_entity_reference" {
  command = plan

  variables {
    entity_ref = "slipway-local"
  }

  expect_failures = [var.entity_ref]
}

run "refuses_a_prefix_with_two_hyphens" {
  command = plan

  variables {
    prefix = "slip--way"
  }

  expect_failures = [var.prefix]
}

run "refuses_a_prefix_that_load_balancers_refuse" {
  command = plan

  variables {
    prefix = "internal-slipway"
  }

  expect_failures = [var.prefix]
}

run "refuses_a_region_that_is_a_zone" {
  command = plan

  variables {
    region = "eu-central-1a"
  }

  expect_failures = [var.region]
}

run "refuses_a_network_without_room" {
  command = plan

  variables {
    vpc_cidr = "10.0.0.0/26"
  }

  expect_failures = [var.vpc_cidr]
}
