# What a caller may not send. Every validation has a run that it refuses.
mock_provider "aws" {
  override_data {
    target = data.aws_partition.current
    values = { partition = "aws" }
  }

  override_data {
    target = data.aws_vpc.platform
    values = { id = "vpc-0123456789abcdef0", tags = { "slipway:task-tier" = "private" } }
  }

  override_data {
    target = data.aws_lb.platform
    values = {
      arn             = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/slipway/0123456789abcdef"
      dns_name        = "slipway.example.com"
      security_groups = ["sg-0123456789abcdef0"]
      tags            = { "slipway:listener-port" = "80" }
    }
  }

  override_data {
    target = data.aws_lb_listener.platform
    values = {
      arn      = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/slipway/0123456789abcdef/0123456789abcdef"
      protocol = "HTTP"
    }
  }

  override_data {
    target = data.aws_ecs_cluster.platform
    values = { arn = "arn:aws:ecs:eu-central-1:123456789012:cluster/slipway" }
  }
}

variables {
  account_id  = "123456789012"
  environment = "local"
  region      = "eu-central-1"
  stack       = "orders"
  entity_ref  = "component:default/orders"
  owner       = "group:default/payments"
}

run "refuses_an_account_that_is_no_account" {
  command = plan

  variables {
    account_id = "12345"
  }

  expect_failures = [var.account_id]
}

run "refuses_more_tasks_at_least_than_at_most" {
  command = plan

  variables {
    autoscaling = { min_count = 3, max_count = 2 }
  }

  expect_failures = [var.autoscaling]
}

run "refuses_a_cpu_target_over_95_percent" {
  command = plan

  variables {
    autoscaling = { min_count = 1, max_count = 2, cpu_target_percent = 100 }
  }

  expect_failures = [var.autoscaling]
}

run "refuses_a_port_of_root" {
  command = plan

  variables {
    container_port = 80
  }

  expect_failures = [var.container_port]
}

run "refuses_a_database_without_backups" {
  command = plan

  variables {
    database             = true
    database_backup_days = 0
  }

  expect_failures = [var.database_backup_days]
}

run "refuses_a_negative_count" {
  command = plan

  variables {
    desired_count = -1
  }

  expect_failures = [var.desired_count]
}

run "refuses_an_environment_in_capitals" {
  command = plan

  variables {
    environment = "Local"
  }

  expect_failures = [var.environment]
}

run "refuses_a_variable_that_is_no_name" {
  command = plan

  variables {
    environment_variables = { "log-level" = "debug" }
  }

  expect_failures = [var.environment_variables]
}

run "refuses_a_short_entity_reference" {
  command = plan

  variables {
    entity_ref = "orders"
  }

  expect_failures = [var.entity_ref]
}

run "refuses_a_health_command_without_its_kind" {
  command = plan

  variables {
    health_check_command = ["java", "HealthProbe"]
  }

  expect_failures = [var.health_check_command]
}

run "refuses_a_health_path_with_a_query" {
  command = plan

  variables {
    health_check_path = "/health?probe=1"
  }

  expect_failures = [var.health_check_path]
}

run "refuses_a_host_wildcard" {
  command = plan

  variables {
    host_names = ["*.example.com"]
  }

  expect_failures = [var.host_names]
}

run "refuses_an_image_by_tag" {
  command = plan

  variables {
    image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway/orders:1.0"
  }

  expect_failures = [var.image]
}

run "refuses_an_image_of_another_repository" {
  command = plan

  variables {
    image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway/billing@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  }

  expect_failures = [var.image]
}

run "refuses_an_image_of_a_public_registry" {
  command = plan

  variables {
    image = "docker.io/library/nginx@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  }

  expect_failures = [var.image]
}

run "refuses_a_retention_that_logs_do_not_offer" {
  command = plan

  variables {
    log_retention_days = 45
  }

  expect_failures = [var.log_retention_days]
}

run "refuses_an_owner_with_spaces" {
  command = plan

  variables {
    owner = "the payments team"
  }

  expect_failures = [var.owner]
}

run "refuses_a_path_that_is_not_absolute" {
  command = plan

  variables {
    paths = ["orders/*"]
  }

  expect_failures = [var.paths]
}

run "refuses_a_prefix_with_two_hyphens" {
  command = plan

  variables {
    prefix = "slip--way"
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

run "refuses_the_secret_of_another_service" {
  command = plan

  variables {
    secrets = { API_KEY = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:slipway/services/billing/api-key-AbCdEf" }
  }

  expect_failures = [var.secrets]
}

run "refuses_the_key_of_the_stack_user" {
  command = plan

  variables {
    secrets = { API_KEY = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:slipway/stack-user-AbCdEf" }
  }

  expect_failures = [var.secrets]
}

run "refuses_a_secret_that_is_no_name" {
  command = plan

  variables {
    secrets = { "api-key" = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:slipway/services/orders/api-key-AbCdEf" }
  }

  expect_failures = [var.secrets]
}

run "refuses_a_size_that_does_not_exist" {
  command = plan

  variables {
    size = "huge"
  }

  expect_failures = [var.size]
}

run "refuses_a_stack_in_capitals" {
  command = plan

  variables {
    stack = "Orders"
  }

  expect_failures = [var.stack]
}

run "refuses_a_stack_with_two_hyphens" {
  command = plan

  variables {
    stack = "order--service"
  }

  expect_failures = [var.stack]
}

run "refuses_a_name_too_long_for_a_target_group" {
  command = plan

  variables {
    prefix = "slipway-platform"
    stack  = "order-confirmation"
  }

  expect_failures = [var.stack]
}

run "refuses_root" {
  command = plan

  variables {
    container_user = "0:0"
  }

  expect_failures = [var.container_user]
}

run "refuses_a_postgresql_past_its_end_of_life" {
  command = plan

  variables {
    database_version = "13"
  }

  expect_failures = [var.database_version]
}

run "refuses_a_postgresql_near_its_end_of_life" {
  command = plan

  variables {
    database_version = "14"
  }

  expect_failures = [var.database_version]
}

run "refuses_a_pinned_minor_version_of_postgresql" {
  command = plan

  variables {
    database_version = "17.7"
  }

  expect_failures = [var.database_version]
}

run "refuses_a_topic_of_another_region" {
  command = plan

  variables {
    alarm_topic_arn = "arn:aws:sns:us-east-1:123456789012:on-call"
  }

  expect_failures = [var.alarm_topic_arn]
}
