resource "aws_db_instance" "main" {
  count = var.database ? 1 : 0

  identifier     = local.name
  engine         = "postgres"
  engine_version = var.database_version
  instance_class = local.size.database_class
  db_name        = "service"
  username       = "slipway"

  # RDS makes the password, keeps it in Secrets Manager and rotates it: it never stands in the state.
  manage_master_user_password = true

  storage_type      = "gp3"
  storage_encrypted = true
  allocated_storage = local.size.database_storage

  db_subnet_group_name   = aws_db_subnet_group.main[0].name
  vpc_security_group_ids = [aws_security_group.database[0].id]
  publicly_accessible    = false
  multi_az               = var.database_multi_az

  auto_minor_version_upgrade = true

  # At the end of standard support RDS upgrades the database instead of charging for extended support.
  engine_lifecycle_support = "open-source-rds-extended-support-disabled"

  backup_retention_period = var.database_backup_days
  copy_tags_to_snapshot   = true

  deletion_protection       = var.database_deletion_protection
  skip_final_snapshot       = !var.database_deletion_protection
  final_snapshot_identifier = "${local.name}-${terraform_data.database_created[0].output}"

  lifecycle {
    # RDS takes this when an instance is made or restored. On another, say an adopted one, the provider would plan the same
    # change for ever, which RDS does not make (hashicorp/terraform-provider-aws#40870).
    ignore_changes = [engine_lifecycle_support]
  }
}

# Part of the last snapshot's name, so that a service of the same name can come and go twice.
resource "terraform_data" "database_created" {
  count = var.database ? 1 : 0

  input = formatdate("YYYYMMDDhhmmss", plantimestamp())

  lifecycle {
    ignore_changes = [input]
  }
}

resource "aws_db_subnet_group" "main" {
  count = var.database ? 1 : 0

  name        = local.name
  description = "Database of ${var.stack}"
  subnet_ids  = data.aws_subnets.private[0].ids
}

# The slash keeps the name apart from those of other stacks, which have none.
resource "aws_security_group" "database" {
  count = var.database ? 1 : 0

  name        = "${local.name}/database"
  description = "Database of ${var.stack}"
  vpc_id      = data.aws_vpc.platform.id

  tags = { Name = "${local.name}/database" }
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  count = var.database ? 1 : 0

  security_group_id            = aws_security_group.database[0].id
  referenced_security_group_id = aws_security_group.service.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}
