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

# The first pull through a cache makes a repository, with these settings. Whether it is scanned, a template cannot say.
resource "aws_ecr_repository_creation_template" "public" {
  for_each = aws_ecr_pull_through_cache_rule.public

  prefix      = each.value.ecr_repository_prefix
  description = "Copies of images of ${each.value.upstream_registry_url}"
  applied_for = ["PULL_THROUGH_CACHE"]

  # The cache renews an image under its tag. Builds take base images by digest.
  image_tag_mutability = "MUTABLE"

  encryption_configuration {
    encryption_type = "AES256"
  }

  # An image that lost its tag to a newer one is still the base of what runs: its layers tell what a finding comes from.
  lifecycle_policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "Remove images 180 days after a newer one took their tag"
      selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 180 }
      action       = { type = "expire" }
    }]
  })
}

moved {
  from = aws_ecr_pull_through_cache_rule.public[0]
  to   = aws_ecr_pull_through_cache_rule.public["ecr-public"]
}
