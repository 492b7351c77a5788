locals {
  container_environment = merge(
    var.environment_variables,
    { SERVER_PORT = tostring(var.container_port) },
    !var.database ? {} : {
      SPRING_DATASOURCE_URL = "jdbc:postgresql://${aws_db_instance.main[0].address}:${aws_db_instance.main[0].port}/${aws_db_instance.main[0].db_name}"
    },
  )

  # ECS takes single keys of a JSON secret by its ARN, the key and two empty fields (version stage and id).
  container_secrets = merge(
    var.secrets,
    !var.database ? {} : {
      SPRING_DATASOURCE_USERNAME = "${aws_db_instance.main[0].master_user_secret[0].secret_arn}:username::"
      SPRING_DATASOURCE_PASSWORD = "${aws_db_instance.main[0].master_user_secret[0].secret_arn}:password::"
    },
  )

  container = {
    name                   = var.stack
    image                  = local.image
    essential              = true
    cpu                    = local.size.cpu
    memory                 = local.size.memory
    user                   = var.container_user
    readonlyRootFilesystem = true
    stopTimeout            = 30
    portMappings           = [{ name = "http", containerPort = var.container_port, hostPort = var.container_port, protocol = "tcp" }]
    environment            = [for name, value in local.container_environment : { name = name, value = value }]
    secrets                = [for name, arn in local.container_secrets : { name = name, valueFrom = arn }]
    mountPoints            = [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.main.name
        awslogs-region        = var.region
        awslogs-stream-prefix = var.stack
      }
    }
  }

  container_health_check = var.health_check_command == null ? {} : {
    healthCheck = { command = var.health_check_command, interval = 15, timeout = 5, retries = 3, startPeriod = 60 }
  }
}

resource "aws_cloudwatch_log_group" "main" {
  name              = "/${var.prefix}/${var.stack}"
  retention_in_days = var.log_retention_days
}

resource "aws_ecs_task_definition" "main" {
  family                   = local.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = local.size.cpu
  memory                   = local.size.memory
  task_role_arn            = aws_iam_role.task.arn
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions    = jsonencode([merge(local.container, local.container_health_check)])

  # Earlier revisions stay: a rollback of ECS needs them, and the history of deployments names them.
  skip_destroy = true

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }

  # The root file system is read-only; a JVM wants somewhere to write.
  volume {
    name = "tmp"
  }
}
