locals {
  assume_by_tasks = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = var.account_id }
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:ecs:${var.region}:${var.account_id}:*" }
      }
    }]
  })

  secret_arns = concat(values(var.secrets), aws_db_instance.main[*].master_user_secret[0].secret_arn)

  execution_statements = concat(
    [
      {
        Sid      = "LogInToRegistry"
        Effect   = "Allow"
        Action   = ["ecr:GetAuthorizationToken"]
        Resource = ["*"]
      },
      {
        Sid      = "PullOwnImages"
        Effect   = "Allow"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = [aws_ecr_repository.main.arn]
      },
      {
        Sid      = "WriteOwnLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.main.arn}:*"]
      },
    ],
    length(var.secrets) == 0 && !var.database ? [] : [
      {
        Sid      = "ReadOwnSecrets"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = local.secret_arns
      },
    ],
  )
}

# What the service itself may do in AWS: nothing, until it needs something.
resource "aws_iam_role" "task" {
  name                 = "${local.name}-task"
  path                 = "/${var.prefix}/"
  description          = "Permissions of the running ${var.stack}"
  assume_role_policy   = local.assume_by_tasks
  permissions_boundary = local.task_boundary_arn
}

# What ECS does to start it: pull the image, open the log stream, fetch the secrets.
resource "aws_iam_role" "execution" {
  name                 = "${local.name}-execution"
  path                 = "/${var.prefix}/"
  description          = "Starts tasks of ${var.stack}"
  assume_role_policy   = local.assume_by_tasks
  permissions_boundary = local.task_boundary_arn
}

resource "aws_iam_role_policy" "execution" {
  name   = "start-tasks"
  role   = aws_iam_role.execution.name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.execution_statements })
}
