locals {
  stack_identity_statements = [
    {
      Sid       = "CreateServiceRoles"
      Effect    = "Allow"
      Action    = "iam:CreateRole"
      Resource  = local.service_roles_arn
      Condition = { StringEquals = merge(local.created_here, { "iam:PermissionsBoundary" = local.task_boundary_arn }) }
    },
    {
      Sid       = "ChangeServiceRolePolicies"
      Effect    = "Allow"
      Action    = ["iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
      Resource  = local.service_roles_arn
      Condition = { StringEquals = { "iam:PermissionsBoundary" = local.task_boundary_arn } }
    },
    {
      # Every role in this path was created with the boundary, and nothing here can take it off.
      Sid      = "ChangeServiceRoles"
      Effect   = "Allow"
      Action   = ["iam:DeleteRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription"]
      Resource = local.service_roles_arn
    },
    {
      Sid      = "ReadServiceRoles"
      Effect   = "Allow"
      Action   = local.identity_read_actions
      Resource = local.service_roles_arn
    },
    {
      Sid       = "PassServiceRolesToTasks"
      Effect    = "Allow"
      Action    = "iam:PassRole"
      Resource  = local.service_roles_arn
      Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }
    },
    {
      # AWS makes these once per account, at the first cluster, load balancer, scalable target or database.
      Sid      = "CreateServiceLinkedRoles"
      Effect   = "Allow"
      Action   = "iam:CreateServiceLinkedRole"
      Resource = "${local.iam_arn}:role/aws-service-role/*"
      Condition = {
        StringEquals = {
          "iam:AWSServiceName" = [
            "ecs.amazonaws.com",
            "ecs.application-autoscaling.amazonaws.com",
            "elasticloadbalancing.amazonaws.com",
            "rds.amazonaws.com",
          ]
        }
      }
    },
  ]
}
