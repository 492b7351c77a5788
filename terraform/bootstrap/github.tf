# Workflows get short-lived credentials for one of two roles; there is no key to keep on GitHub.
locals {
  github_host    = "token.actions.githubusercontent.com"
  github_enabled = length(var.github_repositories) > 0

  # A repository with immutable subject claims is known by both forms.
  github_subjects = distinct(flatten([
    for repository in var.github_repositories : [repository, replace(repository, "/@[0-9]+/", "")]
  ]))
  github_provider_arn = coalesce(var.github_oidc_provider_arn, "${local.iam_arn}:oidc-provider/${local.github_host}")

  github_roles = !local.github_enabled ? {} : {
    plan = {
      description = "Plans for pull requests: reads what the reader reads."
      boundary    = null
      subjects    = [for repository in local.github_subjects : "repo:${repository}:pull_request"]
    }
    apply = {
      description = "Applies for the GitHub environment: what the stack user may do, within its boundary."
      boundary    = aws_iam_policy.stack_boundary.arn
      subjects    = [for repository in local.github_subjects : "repo:${repository}:environment:${coalesce(var.github_environment, var.environment)}"]
    }
  }
}

resource "aws_iam_openid_connect_provider" "github" {
  count = local.github_enabled && var.github_oidc_provider_arn == null ? 1 : 0

  url            = "https://${local.github_host}"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "github" {
  for_each = local.github_roles

  name                 = "${var.prefix}-github-${each.key}"
  description          = each.value.description
  permissions_boundary = each.value.boundary
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Workflows"
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = local.github_provider_arn }
      Condition = {
        StringEquals = {
          "${local.github_host}:aud" = "sts.amazonaws.com"
          "${local.github_host}:sub" = each.value.subjects
        }
      }
    }]
  })

  depends_on = [aws_iam_openid_connect_provider.github]
}

resource "aws_iam_role_policy_attachment" "github_plan" {
  count = local.github_enabled ? 1 : 0

  role       = aws_iam_role.github["plan"].name
  policy_arn = aws_iam_policy.reader.arn
}

resource "aws_iam_role_policy_attachment" "github_apply" {
  for_each = { for key, policy in aws_iam_policy.stack : key => policy.arn if local.github_enabled }

  role       = aws_iam_role.github["apply"].name
  policy_arn = each.value
}
