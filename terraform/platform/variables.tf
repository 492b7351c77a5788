variable "account_id" {
  description = "AWS account of the environment. Credentials of another account are refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be the 12 digits of an AWS account."
  }
}

variable "alb_deletion_protection" {
  description = "Refuse to delete the load balancer."
  type        = bool
  default     = false
}

variable "alb_ingress_cidr_blocks" {
  description = "Address ranges that reach the load balancer. Default: the VPC for an internal one, everywhere for a public one."
  type        = list(string)
  default     = null

  validation {
    condition     = var.alb_ingress_cidr_blocks == null || alltrue([for block in coalesce(var.alb_ingress_cidr_blocks, []) : can(cidrnetmask(block))])
    error_message = "alb_ingress_cidr_blocks must be IPv4 ranges such as 10.0.0.0/8."
  }
}

variable "alb_internal" {
  description = "Reach the load balancer only from inside the VPC and networks connected to it. False: from the internet."
  type        = bool
  default     = true
}

variable "certificate_arn" {
  description = "ACM certificate of the load balancer. With it services are served by HTTPS and HTTP redirects; without it by HTTP only."
  type        = string
  default     = null

  validation {
    condition     = var.certificate_arn == null || can(regex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$", var.certificate_arn))
    error_message = "certificate_arn must be the ARN of an ACM certificate."
  }
}

variable "container_insights" {
  description = "Collect CloudWatch Container Insights of the cluster. Charged per metric."
  type        = bool
  default     = false
}

variable "entity_ref" {
  description = "Catalog entity that this stack belongs to. Default: resource:default/slipway-<environment>."
  type        = string
  default     = null

  validation {
    condition     = var.entity_ref == null || can(regex("^[a-z]+:[a-z0-9-]+/[A-Za-z0-9._-]+$", var.entity_ref))
    error_message = "entity_ref must be a full entity reference such as resource:default/slipway-dev."
  }
}

variable "environment" {
  description = "Name of the environment, as configured in the portal. It is the value of the tag slipway:environment."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,31}$", var.environment))
    error_message = "environment must be 1 to 32 lower-case letters, digits or hyphens and start with a letter."
  }
}

variable "nat_gateway" {
  description = "Run tasks in private subnets that reach the internet through a NAT gateway, charged per hour. False: tasks get public addresses, and security groups alone keep others out."
  type        = bool
  default     = true
}

variable "prefix" {
  description = "Start of the name of every resource. Unique in the account and region, and no beginning of another environment's prefix."
  type        = string
  default     = "slipway"

  # Stricter than most services ask: ECR refuses two hyphens in a row, load balancers a hyphen at the end and the start internal-.
  validation {
    condition     = length(var.prefix) >= 2 && length(var.prefix) <= 16 && can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.prefix)) && !startswith(var.prefix, "internal-")
    error_message = "prefix must be 2 to 16 lower-case letters, digits and single hyphens, start with a letter, end with a letter or digit and not start with internal-."
  }
}

variable "region" {
  description = "AWS region of the environment, for example eu-central-1."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", var.region))
    error_message = "region must be the code of an AWS region, for example eu-central-1."
  }
}

variable "vpc_cidr" {
  description = "Address range of the VPC, cut into four subnets."
  type        = string
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrnetmask(var.vpc_cidr)) && try(tonumber(split("/", var.vpc_cidr)[1]) >= 16 && tonumber(split("/", var.vpc_cidr)[1]) <= 24, false)
    error_message = "vpc_cidr must be an IPv4 range between /16 and /24."
  }
}
