# What a plan of a service looks like for each of its choices.
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

run "runs_nothing_before_a_release" {
  command = plan

  variables {
    desired_count = 3
  }

  assert {
    condition     = aws_ecs_service.main[0].desired_count == 0
    error_message = "Without an image there is nothing to run."
  }

  assert {
    condition     = output.slipway_entity_ref == "component:default/orders"
    error_message = "The stack must name the entity that it belongs to."
  }
}

run "runs_the_released_digest" {
  command = plan

  variables {
    image         = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway/orders@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    desired_count = 3
  }

  assert {
    condition     = aws_ecs_service.main[0].desired_count == 3 && length(aws_ecs_service.scaled) == 0 && length(aws_appautoscaling_target.service) == 0
    error_message = "With autoscaling off the count is declared, so that a change by hand is drift."
  }

  assert {
    condition     = local.container.image == var.image && local.container.readonlyRootFilesystem && local.container.user == "10001:10001"
    error_message = "The container runs exactly the image, not as root, on a file system that it cannot change."
  }

  assert {
    condition     = aws_ecs_service.main[0].deployment_circuit_breaker[0].enable && aws_ecs_service.main[0].deployment_circuit_breaker[0].rollback
    error_message = "A rollout that fails must roll back."
  }

  assert {
    condition = [
      for rule in jsondecode(aws_ecr_lifecycle_policy.main.policy).rules : [rule.rulePriority, rule.selection.tagStatus, try(rule.selection.tagPrefixList, [])]
    ] == [[1, "tagged", ["released-"]], [2, "any", []]]
    error_message = "What was released must be matched before a rule that counts every push."
  }
}

run "leaves_the_count_to_autoscaling" {
  command = plan

  variables {
    image       = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway/orders@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    autoscaling = { min_count = 2, max_count = 6 }
  }

  assert {
    condition     = length(aws_ecs_service.main) == 0 && aws_ecs_service.scaled[0].desired_count == 2
    error_message = "The service starts with the minimum and Terraform watches the count no longer."
  }

  assert {
    condition     = aws_appautoscaling_target.service[0].min_capacity == 2 && aws_appautoscaling_target.service[0].max_capacity == 6
    error_message = "Autoscaling keeps between the two counts."
  }
}

run "waits_with_autoscaling_for_the_first_release" {
  command = plan

  variables {
    autoscaling = { min_count = 2, max_count = 6 }
  }

  assert {
    condition     = length(aws_ecs_service.main) == 0 && length(aws_ecs_service.scaled) == 0 && length(aws_appautoscaling_target.service) == 0
    error_message = "An autoscaled service is made at its first release."
  }
}

run "both_service_resources_are_the_same" {
  command = plan

  variables {
    image       = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway/orders@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    autoscaling = { min_count = 1, max_count = 6 }
  }

  assert {
    condition     = aws_ecs_service.scaled[0].name == "slipway-orders" && aws_ecs_service.scaled[0].propagate_tags == "SERVICE" && aws_ecs_service.scaled[0].deployment_circuit_breaker[0].rollback && aws_ecs_service.scaled[0].availability_zone_rebalancing == "ENABLED"
    error_message = "But for the count the two resources declare the same service."
  }
}

run "watches_the_service" {
  command = plan

  variables {
    alarm_topic_arn = "arn:aws:sns:eu-central-1:123456789012:on-call"
  }

  assert {
    condition     = toset(keys(aws_cloudwatch_metric_alarm.main)) == toset(["errors", "unhealthy", "cpu", "memory"])
    error_message = "Errors, health, CPU and memory have alarms."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.main : one(alarm.alarm_actions) == var.alarm_topic_arn && alarm.treat_missing_data == "notBreaching" && startswith(alarm.alarm_name, "slipway-orders/")])
    error_message = "Alarms notify the topic, keep quiet while nothing runs, and carry the name that the stack user may write."
  }

  assert {
    condition     = length(aws_cloudwatch_dashboard.main) == 0
    error_message = "A dashboard is made on request only."
  }
}

run "makes_a_dashboard_on_request" {
  command = plan

  variables {
    dashboard = true
  }

  assert {
    condition     = aws_cloudwatch_dashboard.main[0].dashboard_name == "slipway-orders" && length(aws_cloudwatch_metric_alarm.main["errors"].alarm_actions) == 0
    error_message = "The dashboard carries the service's name; without a topic an alarm notifies nobody."
  }
}

run "roles_carry_the_boundary" {
  command = plan

  assert {
    condition = alltrue([
      for role in [aws_iam_role.task, aws_iam_role.execution] :
      role.permissions_boundary == "arn:aws:iam::123456789012:policy/slipway-task-boundary" && role.path == "/slipway/"
    ])
    error_message = "The stack user may create roles within the boundary and in the path only."
  }
}

run "has_no_database_unless_asked" {
  command = plan

  assert {
    condition     = length(aws_db_instance.main) == 0 && length(aws_security_group.database) == 0 && length([for statement in local.execution_statements : statement if statement.Sid == "ReadOwnSecrets"]) == 0
    error_message = "Without a database there is no secret to read."
  }
}

run "keeps_the_database_safe" {
  command = plan

  variables {
    database = true
  }

  assert {
    condition     = aws_db_instance.main[0].storage_encrypted && aws_db_instance.main[0].deletion_protection && !aws_db_instance.main[0].publicly_accessible && aws_db_instance.main[0].backup_retention_period == 7
    error_message = "The database is encrypted, protected, private and backed up."
  }

  assert {
    condition     = aws_db_instance.main[0].manage_master_user_password && aws_db_instance.main[0].engine_version == "17" && aws_db_instance.main[0].auto_minor_version_upgrade
    error_message = "RDS keeps the password, the major version is pinned and the minor version moves."
  }

  assert {
    condition     = aws_db_instance.main[0].engine_lifecycle_support == "open-source-rds-extended-support-disabled"
    error_message = "An old version must not become a bill for extended support."
  }

  assert {
    condition     = toset(keys(aws_cloudwatch_metric_alarm.main)) == toset(["errors", "unhealthy", "cpu", "memory", "database-cpu", "database-storage"])
    error_message = "The database has alarms of its own."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.main["database-storage"].threshold == 2147483648
    error_message = "The alarm rings at a tenth of 20 GiB."
  }
}

run "grants_no_more_than_it_takes_to_start" {
  command = plan

  variables {
    database = true
    secrets  = { API_KEY = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:slipway/services/orders/api-key-AbCdEf" }
  }

  override_resource {
    target          = aws_db_instance.main
    override_during = plan
    values = {
      address            = "database.example.com"
      port               = 5432
      master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!db-0123" }]
    }
  }

  override_resource {
    target          = aws_ecr_repository.main
    override_during = plan
    values          = { arn = "arn:aws:ecr:eu-central-1:123456789012:repository/slipway/orders" }
  }

  override_resource {
    target          = aws_cloudwatch_log_group.main
    override_during = plan
    values          = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/slipway/orders" }
  }

  assert {
    condition = { for statement in local.execution_statements : statement.Sid => statement.Resource } == {
      # ECR gives a token for the registry, not for a repository.
      LogInToRegistry = ["*"]
      PullOwnImages   = ["arn:aws:ecr:eu-central-1:123456789012:repository/slipway/orders"]
      WriteOwnLogs    = ["arn:aws:logs:eu-central-1:123456789012:log-group:/slipway/orders:*"]
      ReadOwnSecrets = [
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:slipway/services/orders/api-key-AbCdEf",
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!db-0123",
      ]
    }
    error_message = "ECS may pull the service's images, write its logs and read its secrets, and no other."
  }

  assert {
    condition = { for secret in local.container.secrets : secret.name => secret.valueFrom } == {
      API_KEY                    = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:slipway/services/orders/api-key-AbCdEf"
      SPRING_DATASOURCE_USERNAME = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!db-0123:username::"
      SPRING_DATASOURCE_PASSWORD = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!db-0123:password::"
    }
    error_message = "The task definition names secrets and holds none."
  }

  assert {
    condition = { for variable in local.container.environment : variable.name => variable.value } == {
      SERVER_PORT           = "8080"
      SPRING_DATASOURCE_URL = "jdbc:postgresql://database.example.com:5432/service"
    }
    error_message = "What is no secret is in the environment, under Spring Boot's names."
  }
}

run "keeps_logs_for_a_time_and_asks_for_health_without_a_shell" {
  command = plan

  assert {
    condition     = aws_cloudwatch_log_group.main.retention_in_days == 30 && local.container.logConfiguration.options["awslogs-group"] == aws_cloudwatch_log_group.main.name
    error_message = "Logs go to the service's group and are kept for 30 days."
  }

  assert {
    condition     = local.container_health_check.healthCheck.command[0] == "CMD" && local.container.stopTimeout == 30
    error_message = "The image has no shell to run a command with, and ECS waits for a graceful stop."
  }
}

run "serves_its_own_path" {
  command = plan

  assert {
    condition     = join(" ", local.paths) == "/orders /orders/*"
    error_message = "Without host names a service answers below its name."
  }
}

run "serves_every_path_of_its_host" {
  command = plan

  variables {
    host_names = ["orders.example.com"]
  }

  assert {
    condition     = join(" ", local.paths) == "/*" && output.url == "http://orders.example.com/"
    error_message = "With a host name of its own a service answers everywhere."
  }
}

run "takes_public_subnets_where_there_is_no_nat" {
  command = plan

  override_data {
    target = data.aws_vpc.platform
    values = { id = "vpc-0123456789abcdef0", tags = { "slipway:task-tier" = "public" } }
  }

  assert {
    condition     = aws_ecs_service.main[0].network_configuration[0].assign_public_ip
    error_message = "Without a NAT gateway a task reaches the registry only from a public address."
  }
}
