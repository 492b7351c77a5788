provider "aws" {
  region = var.region

  # Credentials of another account stop here, before anything is planned.
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      "slipway:environment" = var.environment
      "slipway:stack"       = var.stack
      "slipway:owner"       = var.owner
    }
  }
}
