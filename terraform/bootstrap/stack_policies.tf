# What the stack user may do, one managed policy per subject. docs/security.md says why each statement is there.
# Create needs the environment's tag in the request; change and delete need the name (or, where names do not exist, the tag).
locals {
  stack_policies = {
    state = {
      description = "State, locks and stack bundles of the platform and the services."
      statements  = local.stack_state_statements
    }
    network = {
      description = "VPC and load balancer of the platform, security groups and target groups of the services."
      statements  = concat(local.stack_ec2_statements, local.stack_load_balancing_statements)
    }
    compute = {
      description = "Cluster, services, task definitions, repositories, log groups and autoscaling."
      statements  = concat(local.stack_ecs_statements, local.stack_registry_statements, local.stack_operations_statements)
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
