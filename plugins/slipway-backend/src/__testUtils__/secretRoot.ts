/**
 * A root module with a text of its own in every place that a secret can be in: sensitive variable and output,
 * provider-sensitive attribute, container environment, random password. Each starts with `canary`.
 */
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
  default   = "canary-variable"
}
variable "plain" {
  type    = string
  default = "canary-default"
}
provider "aws" {
  region = var.region
}
resource "aws_cloudwatch_log_group" "main" {
  name              = "/slipway/orders"
  retention_in_days = 7
  tags              = { token = var.token, plain = var.plain }
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
resource "aws_ecr_repository" "main" {
  name = "slipway/orders"
}
resource "aws_ecs_cluster" "main" {
  name = "slipway"
}
resource "aws_ecs_task_definition" "main" {
  for_each = toset(["service", "by-hand"])
  family   = "slipway-orders-\${each.key}"
  container_definitions = jsonencode([{
    name        = "orders"
    image       = "\${aws_ecr_repository.main.repository_url}:1"
    essential   = true
    cpu         = 10
    memory      = 32
    environment = [{ name = "PASSWORD", value = "canary-environment" }]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        "awslogs-group"         = aws_cloudwatch_log_group.main.name
        "awslogs-region"        = var.region
        "awslogs-stream-prefix" = "orders"
      }
    }
  }])
}
data "aws_subnets" "main" {}
resource "aws_ecs_service" "main" {
  name            = "slipway-orders"
  cluster         = aws_ecs_cluster.main.arn
  task_definition = aws_ecs_task_definition.main["service"].arn
  desired_count   = 1
  launch_type     = "FARGATE"
  network_configuration {
    subnets = data.aws_subnets.main.ids
  }
}
check "token" {
  assert {
    condition     = var.plain == ""
    error_message = "The token is \${var.plain}"
  }
}
output "slipway_entity_ref" { value = "component:default/orders" }
output "image" { value = "\${aws_ecr_repository.main.repository_url}:1" }
output "password" {
  value     = "canary-output"
  sensitive = true
}
output "plain" { value = "canary-plain-output" }
`;

/** The same with a resource that no plan accepts, for a reason that names the sensitive variable's value. */
export const ERRING_ROOT = `${SECRET_ROOT}
resource "aws_ssm_parameter" "erring" {
  name  = "/slipway/erring"
  type  = var.token
  value = "canary-erring"
}
`;
