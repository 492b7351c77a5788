# What a caller may not send. Every validation has a run that it refuses.
mock_provider "aws" {
  override_data {
    target = data.aws_partition.current
    values = { partition = "aws" }
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

run "refuses_a_github_environment_with_a_colon" {
  command = plan

  variables {
    github_environment = "prod:x"
  }

  expect_failures = [var.github_environment]
}

run "refuses_another_oidc_provider" {
  command = plan

  variables {
    github_oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/example.com"
  }

  expect_failures = [var.github_oidc_provider_arn]
}

run "refuses_a_repository_wildcard" {
  command = plan

  variables {
    github_repositories = ["example/*"]
  }

  expect_failures = [var.github_repositories]
}

run "refuses_a_repository_with_half_an_id" {
  command = plan

  variables {
    github_repositories = ["example@1/orders"]
  }

  expect_failures = [var.github_repositories]
}

run "refuses_to_forget_state_within_a_month" {
  command = plan

  variables {
    noncurrent_version_days = 7
  }

  expect_failures = [var.noncurrent_version_days]
}

run "refuses_a_principal_wildcard" {
  command = plan

  variables {
    portal_principal_arns = ["*"]
  }

  expect_failures = [var.portal_principal_arns]
}

run "refuses_a_prefix_with_two_hyphens" {
  command = plan

  variables {
    prefix = "slip--way"
  }

  expect_failures = [var.prefix]
}

run "refuses_a_prefix_that_ends_in_a_hyphen" {
  command = plan

  variables {
    prefix = "slipway-"
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

run "refuses_a_long_prefix" {
  command = plan

  variables {
    prefix = "slipway-is-too-long"
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
