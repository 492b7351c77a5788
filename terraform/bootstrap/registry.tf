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
    dynamic "repository_filter" {
      for_each = local.public_caches

      content {
        filter      = "${repository_filter.value.prefix}/*"
        filter_type = "WILDCARD"
      }
    }
  }
}

# The public registries that base images come from and that ask for no credentials, each under a prefix of its own.
resource "aws_ecr_pull_through_cache_rule" "public" {
  for_each = var.pull_through_cache ? local.public_caches : {}

  ecr_repository_prefix = each.value.prefix
  upstream_registry_url = each.value.upstream
}

moved {
  from = aws_ecr_pull_through_cache_rule.public[0]
  to   = aws_ecr_pull_through_cache_rule.public["ecr-public"]
}
