locals {
  stack_database_statements = [
    {
      Sid      = "ReadDatabases"
      Effect   = "Allow"
      Action   = local.database_read_actions
      Resource = "*"
    },
    {
      Sid    = "CreateDatabases"
      Effect = "Allow"
      Action = ["rds:CreateDBInstance", "rds:CreateDBSubnetGroup"]
      Resource = [
        "${local.regional.rds}:db:${var.prefix}-*",
        "${local.regional.rds}:subgrp:${var.prefix}-*",
        "${local.regional.rds}:pg:default.*",
        "${local.regional.rds}:og:default:*",
      ]
      Condition = { StringEquals = local.created_here }
    },
    {
      Sid    = "ChangeDatabases"
      Effect = "Allow"
      Action = [
        "rds:AddTagsToResource",
        "rds:CreateDBSnapshot",
        "rds:DeleteDBInstance",
        "rds:DeleteDBSubnetGroup",
        "rds:ModifyDBInstance",
        "rds:ModifyDBSubnetGroup",
        "rds:RebootDBInstance",
        "rds:RemoveTagsFromResource",
      ]
      Resource = [
        "${local.regional.rds}:db:${var.prefix}-*",
        "${local.regional.rds}:subgrp:${var.prefix}-*",
        "${local.regional.rds}:snapshot:${var.prefix}-*",
        "${local.regional.rds}:pg:default.*",
        "${local.regional.rds}:og:default:*",
      ]
    },
    {
      # RDS makes the password and its secret with the caller's permissions; nobody but the service's task reads it.
      Sid      = "CreateManagedPasswords"
      Effect   = "Allow"
      Action   = ["secretsmanager:CreateSecret", "secretsmanager:RotateSecret", "secretsmanager:TagResource"]
      Resource = "${local.regional.secretsmanager}:secret:rds!*"
    },
    {
      Sid      = "FindDefaultKeys"
      Effect   = "Allow"
      Action   = "kms:DescribeKey"
      Resource = "${local.regional.kms}:key/*"
    },
  ]
}
