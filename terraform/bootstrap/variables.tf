variable "account_id" {
  description = "AWS account of the environment. Credentials of another account are refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be the 12 digits of an AWS account."
  }
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

variable "github_environment" {
  description = "GitHub environment whose jobs may apply. Default: the name of the environment."
  type        = string
  default     = null

  validation {
    condition     = var.github_environment == null || can(regex("^[A-Za-z0-9._-]{1,100}$", var.github_environment))
    error_message = "github_environment must be 1 to 100 letters, digits, dots, underscores or hyphens."
  }
}

variable "github_oidc_provider_arn" {
  description = "ARN of the account's OIDC provider of GitHub Actions where one exists already: an account holds only one. Default: it is created."
  type        = string
  default     = null

  validation {
    condition     = var.github_oidc_provider_arn == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/token\\.actions\\.githubusercontent\\.com$", var.github_oidc_provider_arn))
    error_message = "github_oidc_provider_arn must be the ARN of the provider token.actions.githubusercontent.com."
  }
}

variable "github_repositories" {
  description = "Repositories whose workflows may plan and apply, as ORG/REPO, or ORG@ORG_ID/REPO@REPO_ID for repositories with immutable subject claims. Empty: no OIDC provider and no roles."
  type        = list(string)
  default     = []

  # A wildcard here would let workflows of strangers assume the roles.
  validation {
    condition     = alltrue([for repository in var.github_repositories : can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$|^[A-Za-z0-9-]+@[0-9]+/[A-Za-z0-9._-]+@[0-9]+$", repository))])
    error_message = "github_repositories must be ORG/REPO or ORG@ORG_ID/REPO@REPO_ID, without wildcards."
  }
}

variable "manage_registry_scanning" {
  description = "Set the scan-on-push rule of the registry. AWS keeps one such configuration per account and region: only one environment there may manage it."
  type        = bool
  default     = true
}

variable "noncurrent_version_days" {
  description = "Days after which old versions of state expire. The newest 30 stay whatever their age."
  type        = number
  default     = 90

  validation {
    condition     = var.noncurrent_version_days >= 30 && floor(var.noncurrent_version_days) == var.noncurrent_version_days
    error_message = "noncurrent_version_days must be a whole number, 30 or more."
  }
}

variable "portal_principal_arns" {
  description = "ARNs of the roles or users that the portal runs as. They may assume the reader role and read the stack user's key. Empty: the policies of the account decide."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.portal_principal_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[A-Za-z0-9+=,.@_/-]+$", arn))])
    error_message = "portal_principal_arns must be ARNs of IAM roles or users, without wildcards."
  }
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

variable "pull_through_cache" {
  description = "Keep copies of public images under <prefix>-public (Amazon ECR Public), <prefix>-quay (quay.io) and <prefix>-k8s (registry.k8s.io), so that builds take base images from the private registry."
  type        = bool
  default     = true
}

variable "region" {
  description = "AWS region of the environment, for example eu-central-1."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", var.region))
    error_message = "region must be the code of an AWS region, for example eu-central-1."
  }
}
