# What the stack user may do, one managed policy per subject. docs/security.md says why each statement is there.
# Create needs the environment's tag in the request; change and delete need the name (or, where names do not exist, the tag).
locals {
  stack_policies = {
    state = {
      description = "State, locks and stack bundles of the platform and the services."
      statements  = local.stack_state_statements
    }
    network = {
      description = "VPC of the platform, security groups of the services."
      statements  = local.stack_ec2_statements
    }
    balancing = {
      description = "Load balancer of the platform, target groups and rules of the services."
      statements  = local.stack_load_balancing_statements
    }
    compute = {
      description = "Cluster, services and task definitions."
      statements  = local.stack_ecs_statements
    }
    registry = {
      description = "Repositories and images of the services."
      statements  = local.stack_registry_statements
    }
    operations = {
      description = "Log groups and autoscaling of the services."
      statements  = local.stack_operations_statements
    }
    identity = {
      description = "Roles of the services, always within the task boundary."
      statements  = local.stack_identity_statements
    }
    database = {
      description = "PostgreSQL instances of the services."
      statements  = local.stack_database_statements
    }
  }
}
