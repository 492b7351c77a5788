# What the policies must and must not say. Policies are composed of names, so a plan shows them whole.
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

run "names_follow_the_environment" {
  command = plan

  assert {
    condition     = aws_s3_bucket.state.bucket == "slipway-state-123456789012-eu-central-1"
    error_message = "The portal computes the bucket's name: prefix, state, account, region."
  }

  assert {
    condition     = aws_iam_user.stack.name == "slipway-stack-user" && aws_secretsmanager_secret.stack_user.name == "slipway/stack-user" && aws_iam_role.reader.name == "slipway-reader"
    error_message = "The portal finds user, secret and reader role by these names."
  }

  assert {
    condition     = output.slipway_entity_ref == "resource:default/slipway-local"
    error_message = "The stack must name the entity that it belongs to."
  }

  assert {
    condition     = length(aws_iam_role.github) == 0 && length(aws_iam_openid_connect_provider.github) == 0
    error_message = "Without repositories nobody on GitHub may do anything."
  }
}

run "keeps_the_history_of_state" {
  command = plan

  assert {
    condition     = aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled"
    error_message = "A lost state is restored from a version."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.state.rule[0].noncurrent_version_expiration[0].newer_noncurrent_versions == 30
    error_message = "The newest 30 old versions must stay whatever their age."
  }

  assert {
    condition = length(setsubtract(
      ["s3:DeleteObjectVersion", "s3:PutBucketVersioning", "s3:PutLifecycleConfiguration"],
      flatten([for statement in local.stack_policies.state.statements : statement.Action if statement.Effect == "Deny"]),
    )) == 0
    error_message = "The stack user must not be able to remove old versions of state."
  }

  assert {
    condition = alltrue([
      for resource in flatten([for statement in local.stack_policies.state.statements : statement.Resource if statement.Effect == "Allow" && contains(flatten([statement.Action]), "s3:DeleteObject")]) :
      endswith(resource, ".tflock")
    ])
    error_message = "Locks are the only objects that the stack user may delete."
  }
}

run "policies_fit_into_iam" {
  command = plan

  assert {
    condition     = alltrue([for policy in concat(values(aws_iam_policy.stack), [aws_iam_policy.stack_boundary, aws_iam_policy.task_boundary, aws_iam_policy.reader]) : length(policy.policy) <= 6144])
    error_message = "A managed policy holds 6144 characters."
  }

  assert {
    condition     = length(aws_iam_policy.stack) <= 10
    error_message = "A user holds ten managed policies."
  }
}

# The longest names that the validations let through.
run "policies_fit_into_iam_with_long_names" {
  command = plan

  variables {
    prefix      = "abcdefghijklmnop"
    environment = "abcdefghijklmnopqrstuvwxyz012345"
    region      = "ap-southeast-1"
  }

  assert {
    condition     = alltrue([for policy in concat(values(aws_iam_policy.stack), [aws_iam_policy.stack_boundary, aws_iam_policy.task_boundary, aws_iam_policy.reader]) : length(policy.policy) <= 6144])
    error_message = "A managed policy holds 6144 characters."
  }
}

run "stack_user_stays_inside" {
  command = plan

  assert {
    condition     = length([for statement in flatten([for policy in local.stack_policies : policy.statements]) : statement if statement.Effect == "Allow" && contains(flatten([statement.Action]), "iam:CreateRole") && try(statement.Condition.StringEquals["iam:PermissionsBoundary"], "") != local.task_boundary_arn]) == 0
    error_message = "Every role that the stack user creates must carry the task boundary."
  }

  assert {
    condition     = length([for statement in flatten([for policy in local.stack_policies : policy.statements]) : statement if statement.Effect == "Allow" && contains(flatten([statement.Action]), "iam:PassRole") && try(statement.Condition.StringEquals["iam:PassedToService"], "") != "ecs-tasks.amazonaws.com"]) == 0
    error_message = "Roles are passed to ECS tasks only."
  }

  assert {
    condition = alltrue([
      for statement in flatten([for policy in local.stack_policies : policy.statements]) :
      statement.Effect == "Deny" || alltrue([for action in flatten([statement.Action]) : can(regex("^[a-z0-9-]+:(Describe|List|Get|BatchGet|RegisterTaskDefinition)", action))]) || !contains(flatten([statement.Resource]), "*")
    ])
    error_message = "Only reads, and the registration of task definitions, may name every resource."
  }

  assert {
    condition     = length([for statement in flatten([for policy in local.stack_policies : policy.statements]) : statement if statement.Effect == "Allow" && anytrue([for action in flatten([statement.Action]) : can(regex("^secretsmanager:(GetSecretValue|\\*)", action)) || action == "*" || endswith(action, ":*")])]) == 0
    error_message = "The stack user reads no secret and holds no whole service."
  }
}

run "reader_only_reads" {
  command = plan

  assert {
    condition = alltrue([
      for action in flatten([for statement in jsondecode(aws_iam_policy.reader.policy).Statement : statement.Action if statement.Effect == "Allow"]) :
      can(regex("^[a-z0-9-]+:(Describe|List|Lookup|Get|BatchGet)", action))
    ])
    error_message = "The reader changes nothing."
  }

  assert {
    condition     = contains(flatten([for statement in jsondecode(aws_iam_policy.reader.policy).Statement : statement.Action if statement.Effect == "Deny"]), "secretsmanager:GetSecretValue")
    error_message = "The reader must be denied every secret."
  }
}

run "trusts_only_the_portal_that_is_named" {
  command = plan

  variables {
    portal_principal_arns = ["arn:aws:iam::123456789012:role/portal"]
  }

  assert {
    condition     = jsondecode(aws_iam_role.reader.assume_role_policy).Statement[0].Principal.AWS == ["arn:aws:iam::123456789012:role/portal"]
    error_message = "Named principals replace the account."
  }

  assert {
    condition     = length(aws_secretsmanager_secret_policy.stack_user) == 1
    error_message = "The portal must be able to read the stack user's key."
  }
}

run "github_roles_name_both_forms_of_a_repository" {
  command = plan

  variables {
    github_repositories = ["example@42/orders@4711", "example/billing"]
    github_environment  = "production"
  }

  assert {
    condition = jsondecode(aws_iam_role.github["plan"].assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] == [
      "repo:example@42/orders@4711:pull_request",
      "repo:example/orders:pull_request",
      "repo:example/billing:pull_request",
    ]
    error_message = "Pull requests of the listed repositories plan, and nothing else does."
  }

  assert {
    condition = jsondecode(aws_iam_role.github["apply"].assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] == [
      "repo:example@42/orders@4711:environment:production",
      "repo:example/orders:environment:production",
      "repo:example/billing:environment:production",
    ]
    error_message = "Only jobs of the GitHub environment apply."
  }

  assert {
    condition     = length(aws_iam_role_policy_attachment.github_apply) == length(aws_iam_policy.stack) && aws_iam_role.github["plan"].permissions_boundary == null
    error_message = "The apply role holds what the stack user holds."
  }
}

run "takes_the_oidc_provider_that_the_account_has" {
  command = plan

  variables {
    github_repositories      = ["example/orders"]
    github_oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0 && length(aws_iam_role.github) == 2
    error_message = "An account holds one OIDC provider of GitHub."
  }
}

run "scans_what_every_cache_brings" {
  command = plan

  assert {
    condition     = join(" ", sort([for rule in aws_ecr_pull_through_cache_rule.public : "${rule.ecr_repository_prefix}=${rule.upstream_registry_url}"])) == "slipway-k8s=registry.k8s.io slipway-public=public.ecr.aws slipway-quay=quay.io"
    error_message = "Each public registry has a cache of its own, and none needs credentials."
  }

  assert {
    condition     = length(setsubtract(concat(["slipway/*"], [for rule in aws_ecr_pull_through_cache_rule.public : "${rule.ecr_repository_prefix}/*"]), flatten([for rule in aws_ecr_registry_scanning_configuration.main[0].rule : [for filter in rule.repository_filter : filter.filter]]))) == 0
    error_message = "What a cache brings is scanned by the registry's rule alone, so the rule must name every cache."
  }
}

run "a_cache_makes_repositories_by_a_template" {
  command = plan

  assert {
    condition     = join(" ", sort([for template in aws_ecr_repository_creation_template.public : "${template.prefix}=${join(",", template.applied_for)}"])) == "slipway-k8s=PULL_THROUGH_CACHE slipway-public=PULL_THROUGH_CACHE slipway-quay=PULL_THROUGH_CACHE"
    error_message = "Every cache has a template of its own."
  }

  assert {
    condition = alltrue([
      for template in aws_ecr_repository_creation_template.public :
      template.encryption_configuration[0].encryption_type == "AES256" && template.image_tag_mutability == "MUTABLE" && jsondecode(template.lifecycle_policy).rules[0].selection.tagStatus == "untagged"
    ])
    error_message = "Cached images are encrypted, may be renewed under their tag, and do not pile up."
  }
}

run "leaves_the_registry_to_another_environment" {
  command = plan

  variables {
    manage_registry_scanning = false
    pull_through_cache       = false
  }

  assert {
    condition     = length(aws_ecr_registry_scanning_configuration.main) == 0 && length(aws_ecr_pull_through_cache_rule.public) == 0 && length(aws_ecr_repository_creation_template.public) == 0
    error_message = "Both settings of the registry can be left alone."
  }
}
