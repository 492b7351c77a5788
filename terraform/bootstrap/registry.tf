resource "aws_ecr_registry_scanning_configuration" "main" {
  count = var.manage_registry_scanning ? 1 : 0

  scan_type = "BASIC"

  rule {
    scan_frequency = "SCAN_ON_PUSH"

    repository_filter {
      filter      = "${var.prefix}/*"
      filter_type = "WILDCARD"
    }

    # Cached base images have no setting of their own: only this rule scans them.
    repository_filter {
      filter      = "${local.public_cache_prefix}/*"
      filter_type = "WILDCARD"
    }
  }
}

resource "aws_ecr_pull_through_cache_rule" "public" {
  count = var.pull_through_cache ? 1 : 0

  ecr_repository_prefix = local.public_cache_prefix
  upstream_registry_url = "public.ecr.aws"
}
