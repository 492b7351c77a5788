locals {
  name = "${var.prefix}-${var.stack}"

  # CPU units (1024 = one core), memory in MiB, storage in GiB.
  size = {
    small  = { cpu = 512, memory = 1024, database_class = "db.t4g.micro", database_storage = 20 }
    medium = { cpu = 1024, memory = 2048, database_class = "db.t4g.small", database_storage = 50 }
    large  = { cpu = 2048, memory = 4096, database_class = "db.m7g.large", database_storage = 100 }
  }[var.size]

  released   = var.image != null
  autoscaled = var.autoscaling != null

  # A task definition needs an image. This one does not exist, and nothing runs it: the count is 0 until a release.
  image = coalesce(var.image, "${aws_ecr_repository.main.repository_url}:unreleased")

  paths = coalesce(var.paths, length(var.host_names) > 0 ? ["/*"] : ["/${var.stack}", "/${var.stack}/*"])

  partition         = data.aws_partition.current.partition
  task_boundary_arn = "arn:${local.partition}:iam::${var.account_id}:policy/${var.prefix}-task-boundary"
}
