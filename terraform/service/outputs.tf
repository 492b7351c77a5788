output "cluster_name" {
  description = "ECS cluster that the service runs in."
  value       = var.prefix
}

output "database_address" {
  description = "Host name of the database. Null without one."
  value       = one(aws_db_instance.main[*].address)
}

output "image" {
  description = "Image that is released. Null before the first release."
  value       = var.image
}

output "log_group_name" {
  description = "Log group of the service."
  value       = aws_cloudwatch_log_group.main.name
}

output "release" {
  description = "Who released the image, when and on which verdict of its scan. Null where nobody wrote it down."
  value       = var.release
}

output "repository_url" {
  description = "Repository that images of the service are pushed to."
  value       = aws_ecr_repository.main.repository_url
}

output "service_name" {
  description = "Name of the ECS service."
  value       = local.name
}

output "slipway_entity_ref" {
  description = "Catalog entity that this stack belongs to."
  value       = var.entity_ref
}

output "url" {
  description = "Address of the service behind the load balancer."
  value       = "${lower(data.aws_lb_listener.platform.protocol)}://${length(var.host_names) > 0 ? var.host_names[0] : data.aws_lb.platform.dns_name}${trimsuffix(local.paths[0], "*")}"
}
