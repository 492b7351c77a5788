output "github_role_arns" {
  description = "Roles of GitHub workflows: plan and apply. Empty without repositories."
  value       = { for key, role in aws_iam_role.github : key => role.arn }
}

output "public_cache_prefix" {
  description = "Start of the repository names of cached public images. Null without the cache."
  value       = var.pull_through_cache ? local.public_cache_prefix : null
}

output "reader_role_arn" {
  description = "Role that the portal assumes to read."
  value       = aws_iam_role.reader.arn
}

output "slipway_entity_ref" {
  description = "Catalog entity that this stack belongs to."
  value       = coalesce(var.entity_ref, "resource:default/slipway-${var.environment}")
}

output "stack_user_name" {
  description = "IAM user that creates the platform and the services."
  value       = aws_iam_user.stack.name
}

output "stack_user_secret_arn" {
  description = "Secret that holds the stack user's access key. Its value is written through the API."
  value       = aws_secretsmanager_secret.stack_user.arn
}

output "state_bucket" {
  description = "Bucket of the environment's state."
  value       = aws_s3_bucket.state.bucket
}

output "task_boundary_arn" {
  description = "Permission boundary of the services' roles."
  value       = aws_iam_policy.task_boundary.arn
}
