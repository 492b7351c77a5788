/** As little as the stack user may create, in a stack of any kind. */
export const SMALL_ROOT = `
terraform {
  backend "s3" {}
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}
variable "environment" { type = string }
variable "region" { type = string }
variable "prefix" { type = string }
variable "account_id" { type = string }
variable "stack" {
  type    = string
  default = "platform"
}
variable "names" { type = list(string) }
provider "aws" {
  region = var.region
  default_tags {
    tags = {
      "slipway:environment" = var.environment
      "slipway:stack"       = var.stack
      "slipway:owner"       = "group:default/orders-team"
    }
  }
}
resource "aws_cloudwatch_log_group" "main" {
  for_each = toset(var.names)
  name     = "/\${var.prefix}/\${var.stack}/\${each.key}"
}
output "slipway_entity_ref" {
  value = "component:default/orders"
}
`;
