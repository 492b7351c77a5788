locals {
  ecs_arns = [
    "${local.regional.ecs}:cluster/${var.prefix}",
    "${local.regional.ecs}:service/${var.prefix}/${var.prefix}-*",
    "${local.regional.ecs}:task-definition/${var.prefix}-*",
  ]

  stack_ecs_statements = [
    {
      Sid      = "ReadContainers"
      Effect   = "Allow"
      Action   = local.compute_read_actions
      Resource = "*"
    },
    {
      Sid       = "CreateContainers"
      Effect    = "Allow"
      Action    = ["ecs:CreateCluster", "ecs:CreateService"]
      Resource  = local.ecs_arns
      Condition = { StringEquals = local.created_here }
    },
    {
      # Not every region checks this action by resource. A definition runs with no role but those that PassRole allows.
      Sid       = "RegisterTaskDefinitions"
      Effect    = "Allow"
      Action    = "ecs:RegisterTaskDefinition"
      Resource  = "*"
      Condition = { StringEquals = local.created_here }
    },
    {
      Sid    = "ChangeContainers"
      Effect = "Allow"
      Action = [
        "ecs:DeleteCluster",
        "ecs:DeleteService",
        "ecs:PutClusterCapacityProviders",
        "ecs:TagResource",
        "ecs:UntagResource",
        "ecs:UpdateCluster",
        "ecs:UpdateClusterSettings",
        "ecs:UpdateService",
      ]
      Resource = local.ecs_arns
    },
    {
      # A rollout that waits at a hook goes on, or back.
      Sid      = "DecideRollouts"
      Effect   = "Allow"
      Action   = "ecs:ContinueServiceDeployment"
      Resource = "${local.regional.ecs}:service-deployment/${var.prefix}/${var.prefix}-*"
    },
  ]

  repository_arns = ["${local.regional.ecr}:repository/${var.prefix}/*"]

  stack_registry_statements = [
    {
      Sid      = "LogInToRegistry"
      Effect   = "Allow"
      Action   = "ecr:GetAuthorizationToken"
      Resource = "*"
    },
    {
      Sid       = "CreateRepositories"
      Effect    = "Allow"
      Action    = "ecr:CreateRepository"
      Resource  = local.repository_arns
      Condition = { StringEquals = local.created_here }
    },
    {
      Sid    = "ChangeRepositoriesAndPush"
      Effect = "Allow"
      Action = [
        "ecr:CompleteLayerUpload",
        "ecr:DeleteLifecyclePolicy",
        "ecr:DeleteRepository",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:PutImageScanningConfiguration",
        "ecr:PutImageTagMutability",
        "ecr:PutLifecyclePolicy",
        "ecr:TagResource",
        "ecr:UntagResource",
        "ecr:UploadLayerPart",
      ]
      Resource = local.repository_arns
    },
    {
      # The first pull of a base image makes the cache's repository and fills it.
      Sid      = "PullBaseImages"
      Effect   = "Allow"
      Action   = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"]
      Resource = local.public_cache_arns
    },
    {
      Sid      = "ReadImages"
      Effect   = "Allow"
      Action   = concat(local.registry_read_actions, ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer"])
      Resource = concat(local.repository_arns, local.public_cache_arns)
    },
  ]

  stack_operations_statements = [
    {
      Sid       = "CreateLogGroups"
      Effect    = "Allow"
      Action    = "logs:CreateLogGroup"
      Resource  = "${local.regional.logs}:log-group:/${var.prefix}/*"
      Condition = { StringEquals = local.created_here }
    },
    {
      Sid    = "ChangeLogGroups"
      Effect = "Allow"
      Action = [
        "logs:DeleteLogGroup",
        "logs:DeleteRetentionPolicy",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
      ]
      Resource = "${local.regional.logs}:log-group:/${var.prefix}/*"
    },
    {
      Sid       = "CreateScaling"
      Effect    = "Allow"
      Action    = ["application-autoscaling:RegisterScalableTarget", "application-autoscaling:TagResource"]
      Resource  = "${local.regional.application-autoscaling}:scalable-target/*"
      Condition = { StringEquals = local.created_here }
    },
    {
      # Scalable targets have no names. An update registers again, without tags.
      Sid    = "ChangeScaling"
      Effect = "Allow"
      Action = [
        "application-autoscaling:DeleteScalingPolicy",
        "application-autoscaling:DeregisterScalableTarget",
        "application-autoscaling:PutScalingPolicy",
        "application-autoscaling:RegisterScalableTarget",
        "application-autoscaling:TagResource",
        "application-autoscaling:UntagResource",
      ]
      Resource  = "${local.regional.application-autoscaling}:scalable-target/*"
      Condition = { StringEquals = local.owned_here }
    },
    {
      Sid       = "CreateAlarms"
      Effect    = "Allow"
      Action    = ["cloudwatch:PutMetricAlarm", "cloudwatch:TagResource"]
      Resource  = "${local.regional.cloudwatch}:alarm:${var.prefix}-*"
      Condition = { StringEquals = local.created_here }
    },
    {
      Sid      = "ChangeAlarms"
      Effect   = "Allow"
      Action   = ["cloudwatch:DeleteAlarms", "cloudwatch:UntagResource"]
      Resource = "${local.regional.cloudwatch}:alarm:${var.prefix}-*"
    },
    {
      # Dashboards lie in no region and carry no tags.
      Sid      = "ChangeDashboards"
      Effect   = "Allow"
      Action   = ["cloudwatch:DeleteDashboards", "cloudwatch:PutDashboard"]
      Resource = "arn:${local.partition}:cloudwatch::${var.account_id}:dashboard/${var.prefix}-*"
    },
    {
      # A target tracking policy makes its alarms with the caller's permissions.
      Sid      = "ScalingAlarms"
      Effect   = "Allow"
      Action   = ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"]
      Resource = "${local.regional.cloudwatch}:alarm:TargetTracking-service/${var.prefix}/*"
    },
  ]
}
