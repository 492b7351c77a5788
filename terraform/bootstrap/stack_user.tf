# The access key is made through the API and goes straight to the secret below: a key made here would stand in the state in clear.
resource "aws_iam_user" "stack" {
  name                 = local.stack_user_name
  permissions_boundary = aws_iam_policy.stack_boundary.arn

  # Keys are not managed here; they must not keep the user from being deleted.
  force_destroy = true
}

resource "aws_iam_user_policy_attachment" "stack" {
  for_each = aws_iam_policy.stack

  user       = aws_iam_user.stack.name
  policy_arn = each.value.arn
}

resource "aws_iam_policy" "stack" {
  for_each = local.stack_policies

  name        = "${var.prefix}-stack-${each.key}"
  description = each.value.description
  policy      = jsonencode({ Version = "2012-10-17", Statement = each.value.statements })
}

resource "aws_secretsmanager_secret" "stack_user" {
  name        = "${var.prefix}/stack-user"
  description = "Access key of ${local.stack_user_name}: accessKeyId, secretAccessKey."
}

resource "aws_secretsmanager_secret_policy" "stack_user" {
  count = length(var.portal_principal_arns) == 0 ? 0 : 1

  secret_arn = aws_secretsmanager_secret.stack_user.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "PortalReadsKey"
      Effect    = "Allow"
      Principal = { AWS = var.portal_principal_arns }
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
    }]
  })
  block_public_policy = true
}
