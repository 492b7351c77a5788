/** A root module with a secret in every place that one can be in. Each starts with `canary`. */
export const SECRET_ROOT = `
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
variable "stack" { type = string }
variable "token" {
  type      = string
  sensitive = true
}
provider "aws" {
  region = var.region
}
resource "aws_cloudwatch_log_group" "main" {
  name = "/slipway/orders"
  tags = { token = var.token }
}
resource "aws_ssm_parameter" "main" {
  name  = "/slipway/orders"
  type  = "SecureString"
  value = "canary-parameter"
}
data "aws_secretsmanager_random_password" "main" {
  password_length = 32
}
resource "aws_secretsmanager_secret" "main" {
  name = "slipway/services/orders"
}
resource "aws_secretsmanager_secret_version" "main" {
  secret_id     = aws_secretsmanager_secret.main.id
  secret_string = "canary-\${data.aws_secretsmanager_random_password.main.random_password}"
  lifecycle {
    ignore_changes = [secret_string]
  }
}
resource "aws_ecs_task_definition" "main" {
  family = "slipway-orders"
  container_definitions = jsonencode([{
    name        = "orders"
    image       = "orders:1"
    essential   = true
    cpu         = 10
    memory      = 32
    environment = [{ name = "PASSWORD", value = "canary-environment" }]
  }])
}
check "token" {
  assert {
    condition     = var.token == ""
    error_message = "The token is \${var.token}"
  }
}
output "slipway_entity_ref" { value = "component:default/orders" }
output "password" {
  value     = "canary-output"
  sensitive = true
}
output "plain" { value = "canary-plain-output" }
`;

/** The same with a resource that AWS refuses to make, for a reason that names the sensitive variable's value. */
export const ERRING_ROOT = `${SECRET_ROOT}
resource "aws_ssm_parameter" "erring" {
  name  = "/slipway/erring"
  type  = var.token
  value = "canary-erring"
}
`;
