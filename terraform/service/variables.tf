variable "account_id" {
  description = "AWS account of the environment. Credentials of another account are refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be the 12 digits of an AWS account."
  }
}

variable "alarm_topic_arn" {
  description = "SNS topic that hears of alarms. Null: they are shown in CloudWatch alone."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_topic_arn == null || can(regex("^arn:aws[a-z-]*:sns:${var.region}:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", var.alarm_topic_arn))
    error_message = "alarm_topic_arn must be the ARN of an SNS topic in this region."
  }
}

variable "autoscaling" {
  description = "Let ECS keep the average CPU of the tasks near a target, between two counts. Null: the count is desired_count. See README.md before changing this for a service that runs."
  type = object({
    min_count          = number
    max_count          = number
    cpu_target_percent = optional(number, 60)
  })
  default = null

  validation {
    condition     = var.autoscaling == null || try(var.autoscaling.min_count >= 1 && var.autoscaling.max_count >= var.autoscaling.min_count && var.autoscaling.max_count <= 100, false)
    error_message = "autoscaling must have 1 <= min_count <= max_count <= 100."
  }

  validation {
    condition     = var.autoscaling == null || try(var.autoscaling.cpu_target_percent >= 10 && var.autoscaling.cpu_target_percent <= 95, false)
    error_message = "autoscaling.cpu_target_percent must lie between 10 and 95."
  }
}

variable "container_port" {
  description = "Port that the service listens on."
  type        = number
  default     = 8080

  # The load balancer reaches tasks from 1024 upwards; a container that is not root could not open a lower port anyway.
  validation {
    condition     = var.container_port >= 1024 && var.container_port <= 65535 && floor(var.container_port) == var.container_port
    error_message = "container_port must be a whole number from 1024 to 65535."
  }
}

variable "container_user" {
  description = "User and group that the container runs as, by number. Never root, whatever the image says."
  type        = string
  default     = "10001:10001"

  validation {
    condition     = can(regex("^[1-9][0-9]{0,9}:[1-9][0-9]{0,9}$", var.container_user))
    error_message = "container_user must be the numbers of a user and a group, neither of them 0, for example 10001:10001."
  }
}

variable "dashboard" {
  description = "Make a CloudWatch dashboard of the service."
  type        = bool
  default     = false
}

variable "database" {
  description = "Give the service a PostgreSQL database of its own."
  type        = bool
  default     = false
}

variable "database_backup_days" {
  description = "Days that automatic backups of the database are kept."
  type        = number
  default     = 7

  validation {
    condition     = var.database_backup_days >= 1 && var.database_backup_days <= 35 && floor(var.database_backup_days) == var.database_backup_days
    error_message = "database_backup_days must be a whole number from 1 to 35."
  }
}

variable "database_deletion_protection" {
  description = "Refuse to delete the database, and take a last snapshot when it is deleted after all. False suits development only."
  type        = bool
  default     = true
}

variable "database_multi_az" {
  description = "Keep a standby of the database in the second zone. Doubles its price."
  type        = bool
  default     = false
}

variable "database_version" {
  description = "Major version of PostgreSQL. RDS chooses the minor version and keeps it up to date."
  type        = string
  default     = "17"

  # Those in standard support, which ends for 15 on 2028-02-29, 16 on 2029-02-28, 17 on 2030-02-28 and 18 on 2031-02-28
  # (docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html). 13 is past it, 14 has but
  # months left. After that RDS charges for extended support, which this stack does not take part in.
  validation {
    condition     = contains(["15", "16", "17", "18"], var.database_version)
    error_message = "database_version must be a major version that RDS supports for years to come, alone: 15, 16, 17 or 18."
  }
}

variable "desired_count" {
  description = "Number of tasks, once an image is released and while autoscaling is off."
  type        = number
  default     = 1

  validation {
    condition     = var.desired_count >= 0 && var.desired_count <= 100 && floor(var.desired_count) == var.desired_count
    error_message = "desired_count must be a whole number from 0 to 100."
  }
}

variable "entity_ref" {
  description = "Catalog entity that this stack belongs to, for example component:default/orders. The portal shows the stack to no other."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+:[a-z0-9-]+/[A-Za-z0-9._-]+$", var.entity_ref))
    error_message = "entity_ref must be a full entity reference such as component:default/orders."
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

variable "environment_variables" {
  description = "Further environment variables of the container. Not for secrets: they stand in the task definition and in the state in clear."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.environment_variables) : can(regex("^[A-Z_][A-Z0-9_]*$", name))])
    error_message = "The names of environment_variables must be capital letters, digits and underscores."
  }
}

variable "health_check_command" {
  description = "Command that ECS runs inside the container to see whether it is healthy, in the form of a task definition. Default: the probe of the Spring Boot template. Null: only the load balancer checks."
  type        = list(string)
  default     = ["CMD", "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx32m", "-cp", "/app/application.jar", "com.example.service.HealthProbe"]

  validation {
    condition     = var.health_check_command == null || try(contains(["CMD", "CMD-SHELL"], var.health_check_command[0]) && length(var.health_check_command) >= 2, false)
    error_message = "health_check_command must start with CMD or CMD-SHELL, followed by the command."
  }
}

variable "health_check_path" {
  description = "Path that answers 200 when the service can take requests."
  type        = string
  default     = "/actuator/health/readiness"

  validation {
    condition     = can(regex("^/[A-Za-z0-9._~/-]*$", var.health_check_path))
    error_message = "health_check_path must start with / and hold letters, digits and ._~/- only."
  }
}

variable "host_names" {
  description = "Host names that the load balancer sends to the service. Empty: only paths decide."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.host_names : can(regex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$", name))])
    error_message = "host_names must be lower-case host names without wildcards."
  }
}

variable "image" {
  description = "Image to run: <account>.dkr.ecr.<region>.amazonaws.com/<prefix>/<stack>@sha256:<64 hex digits>. Null: nothing is released, nothing runs."
  type        = string
  default     = null

  validation {
    condition     = var.image == null || can(regex("@sha256:[0-9a-f]{64}$", var.image))
    error_message = "image must name a digest (…@sha256:…): a tag can be moved to something that nobody scanned."
  }

  validation {
    condition     = var.image == null || can(regex("^${var.account_id}\\.dkr\\.ecr\\.${var.region}\\.amazonaws\\.com(\\.cn)?/${var.prefix}/${var.stack}@", var.image))
    error_message = "image must come from the service's own repository, <account>.dkr.ecr.<region>.amazonaws.com/<prefix>/<stack>."
  }
}

variable "log_retention_days" {
  description = "Days that log events are kept."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a period that CloudWatch Logs offers, for example 7, 30, 90 or 365."
  }
}

variable "owner" {
  description = "Entity that owns the service, for example group:default/payments. It is the value of the tag slipway:owner."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9:/._-]{1,256}$", var.owner))
    error_message = "owner must be an entity reference such as group:default/payments."
  }
}

variable "paths" {
  description = "Paths that the load balancer sends to the service. Default: / and below when host names are given, else /<stack> and below."
  type        = list(string)
  default     = null

  validation {
    condition     = var.paths == null || try(length(var.paths) >= 1 && length(var.paths) + length(var.host_names) <= 5 && alltrue([for path in var.paths : can(regex("^/[A-Za-z0-9._~/*-]*$", path))]), false)
    error_message = "paths must be 1 to 5 (host names counted in) patterns that start with / and hold letters, digits and ._~/*- only."
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

variable "region" {
  description = "AWS region of the environment, for example eu-central-1."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", var.region))
    error_message = "region must be the code of an AWS region, for example eu-central-1."
  }
}

variable "release" {
  description = "Who released the image, when and on which verdict of its scan. Written by a release; the portal shows it beside the image that it names."
  type = object({
    image          = string
    releasedAt     = string
    releasedBy     = string
    status         = string
    scannedAt      = optional(string)
    overrideReason = optional(string)
  })
  default = null
}

variable "repository_force_delete" {
  description = "Delete the image repository although it holds images."
  type        = bool
  default     = false
}

variable "secrets" {
  description = "Environment variables that ECS fills from Secrets Manager: name to ARN of a secret under <prefix>/services/<stack>/. The values never pass through Terraform."
  type        = map(string)
  default     = {}

  validation {
    condition = alltrue([
      for arn in values(var.secrets) :
      can(regex("^arn:aws[a-z-]*:secretsmanager:${var.region}:${var.account_id}:secret:${var.prefix}/services/${var.stack}/[A-Za-z0-9/_+=.@-]+$", arn))
    ])
    error_message = "secrets must be ARNs of secrets under <prefix>/services/<stack>/ in this account and region."
  }

  validation {
    condition     = alltrue([for name in keys(var.secrets) : can(regex("^[A-Z_][A-Z0-9_]*$", name))])
    error_message = "The names of secrets must be environment variables: capital letters, digits and underscores."
  }
}

variable "size" {
  description = "Size of a task and of the database: small, medium or large."
  type        = string
  default     = "small"

  validation {
    condition     = contains(["small", "medium", "large"], var.size)
    error_message = "size must be small, medium or large."
  }
}

variable "stack" {
  description = "Name of the service's stack, for example orders. Every resource is named <prefix>-<stack>."
  type        = string

  validation {
    condition     = length(var.stack) >= 3 && length(var.stack) <= 22 && can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.stack))
    error_message = "stack must be 3 to 22 lower-case letters, digits and single hyphens, start with a letter and end with a letter or digit."
  }

  validation {
    condition     = length("${var.prefix}-${var.stack}") <= 32
    error_message = "prefix and stack together must not exceed 31 characters: AWS allows 32 in the name of a target group."
  }
}
