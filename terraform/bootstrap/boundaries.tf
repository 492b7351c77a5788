# The most that the stack user can ever do, whatever policies it is given later.
resource "aws_iam_policy" "stack_boundary" {
  name        = "${var.prefix}-stack-user-boundary"
  description = "Permission boundary of the stack user: one region, one state bucket, no rights over people or over itself."
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "ServicesInRegion"
        Effect = "Allow"
        Action = [
          "application-autoscaling:*",
          "cloudwatch:*",
          "ec2:*",
          "ecr:*",
          "ecs:*",
          "elasticloadbalancing:*",
          "kms:DescribeKey",
          "logs:*",
          "rds:*",
        ]
        Resource  = "*"
        Condition = { StringEquals = { "aws:RequestedRegion" = var.region } }
      },
      {
        Sid      = "State"
        Effect   = "Allow"
        Action   = "s3:*"
        Resource = [local.bucket_arn, "${local.bucket_arn}/platform/*", "${local.bucket_arn}/services/*"]
      },
      {
        Sid      = "ServiceRoles"
        Effect   = "Allow"
        Action   = "iam:*"
        Resource = local.service_roles_arn
      },
      {
        Sid      = "ServiceLinkedRoles"
        Effect   = "Allow"
        Action   = "iam:CreateServiceLinkedRole"
        Resource = "${local.iam_arn}:role/aws-service-role/*"
      },
      {
        Sid      = "ManagedPasswords"
        Effect   = "Allow"
        Action   = ["secretsmanager:CreateSecret", "secretsmanager:RotateSecret", "secretsmanager:TagResource"]
        Resource = "${local.regional.secretsmanager}:secret:rds!*"
      },
      {
        # A role without the task boundary would be a way out of this one.
        Sid       = "RolesOnlyWithinTaskBoundary"
        Effect    = "Deny"
        Action    = ["iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
        Resource  = "*"
        Condition = { StringNotEquals = { "iam:PermissionsBoundary" = local.task_boundary_arn } }
      },
      {
        Sid      = "BoundariesStay"
        Effect   = "Deny"
        Action   = "iam:DeleteRolePermissionsBoundary"
        Resource = "*"
      },
      {
        Sid      = "StateHistoryStays"
        Effect   = "Deny"
        Action   = ["s3:DeleteBucket", "s3:DeleteObjectVersion", "s3:PutBucketVersioning", "s3:PutLifecycleConfiguration"]
        Resource = [local.bucket_arn, "${local.bucket_arn}/*"]
      },
    ]
  })
}

# The most that a running service can ever do. Its own roles grant less.
resource "aws_iam_policy" "task_boundary" {
  name        = "${var.prefix}-task-boundary"
  description = "Permission boundary of every role that the stack user creates for a service."
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "LogInToRegistry"
        Effect   = "Allow"
        Action   = "ecr:GetAuthorizationToken"
        Resource = "*"
      },
      {
        Sid      = "PullOwnImages"
        Effect   = "Allow"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = "${local.regional.ecr}:repository/${var.prefix}/*"
      },
      {
        Sid      = "WriteOwnLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${local.regional.logs}:log-group:/${var.prefix}/*"
      },
      {
        Sid      = "ReadServiceSecrets"
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = ["${local.regional.secretsmanager}:secret:rds!db-*", "${local.regional.secretsmanager}:secret:${var.prefix}/services/*"]
      },
    ]
  })
}
