output "alb_dns_name" {
  description = "Name at which the load balancer answers."
  value       = aws_lb.main.dns_name
}

output "cluster_name" {
  description = "ECS cluster of the environment."
  value       = aws_ecs_cluster.main.name
}

output "listener_port" {
  description = "Port that services are served at: 443 with a certificate, else 80."
  value       = local.listener_port
}

output "slipway_entity_ref" {
  description = "Catalog entity that this stack belongs to."
  value       = coalesce(var.entity_ref, "resource:default/slipway-${var.environment}")
}

output "vpc_id" {
  description = "VPC of the environment."
  value       = aws_vpc.main.id
}
