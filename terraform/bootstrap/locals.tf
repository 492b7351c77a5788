data "aws_partition" "current" {}

locals {
  partition = data.aws_partition.current.partition

  bucket     = "${var.prefix}-state-${var.account_id}-${var.region}"
  bucket_arn = "arn:${local.partition}:s3:::${local.bucket}"

  # ARNs are composed of names instead of read from resources: policies are then known at plan time, so a reviewer and a test see all of them.
  iam_arn            = "arn:${local.partition}:iam::${var.account_id}"
  stack_user_name    = "${var.prefix}-stack-user"
  stack_boundary_arn = "${local.iam_arn}:policy/${var.prefix}-stack-user-boundary"
  task_boundary_arn  = "${local.iam_arn}:policy/${var.prefix}-task-boundary"

  # Roles of services live in a path of their own, apart from the roles of this stack, so that the stack user's reach ends there.
  service_roles_arn = "${local.iam_arn}:role/${var.prefix}/*"

  regional = {
    for service in ["application-autoscaling", "cloudwatch", "ec2", "ecr", "ecs", "elasticloadbalancing", "kms", "logs", "rds", "secretsmanager"] :
    service => "arn:${local.partition}:${service}:${var.region}:${var.account_id}"
  }

  created_here = { "aws:RequestTag/slipway:environment" = var.environment }
  owned_here   = { "aws:ResourceTag/slipway:environment" = var.environment }

  public_cache_prefix = "${var.prefix}-public"
  public_caches = {
    ecr-public = { prefix = local.public_cache_prefix, upstream = "public.ecr.aws" }
    quay       = { prefix = "${var.prefix}-quay", upstream = "quay.io" }
    kubernetes = { prefix = "${var.prefix}-k8s", upstream = "registry.k8s.io" }
  }
  public_cache_arns = [for cache in local.public_caches : "${local.regional.ecr}:repository/${cache.prefix}/*"]
}
