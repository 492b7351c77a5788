# What the portal's read side and its drift checks run as.
resource "aws_iam_role" "reader" {
  name        = "${var.prefix}-reader"
  description = "Reads what runs, the state and the scans of the environment. Changes nothing."
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "PortalAssumes"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = length(var.portal_principal_arns) == 0 ? ["${local.iam_arn}:root"] : var.portal_principal_arns }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "reader" {
  role       = aws_iam_role.reader.name
  policy_arn = aws_iam_policy.reader.arn
}

resource "aws_iam_policy" "reader" {
  name        = "${var.prefix}-reader"
  description = "What a plan of the platform and the services reads, and what the portal shows."
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ReadWhatRuns"
        Effect   = "Allow"
        Action   = concat(local.network_read_actions, local.compute_read_actions, local.database_read_actions)
        Resource = "*"
      },
      {
        # CloudTrail has no resources to narrow it to. Whose change a drift is, nothing else tells.
        Sid      = "SeeWhoChangedIt"
        Effect   = "Allow"
        Action   = "cloudtrail:LookupEvents"
        Resource = "*"
      },
      {
        Sid      = "ReadImagesAndScans"
        Effect   = "Allow"
        Action   = local.registry_read_actions
        Resource = concat(local.repository_arns, local.public_cache_arns)
      },
      {
        Sid      = "ReadServiceRoles"
        Effect   = "Allow"
        Action   = local.identity_read_actions
        Resource = local.service_roles_arn
      },
      {
        Sid      = "ListState"
        Effect   = "Allow"
        Action   = ["s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:ListBucket", "s3:ListBucketVersions"]
        Resource = local.bucket_arn
      },
      {
        Sid      = "ReadState"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:GetObjectVersion"]
        Resource = "${local.bucket_arn}/*"
      },
      {
        # Whatever else is attached to this role one day, it never reads a password or the stack user's key.
        Sid      = "NeverReadSecrets"
        Effect   = "Deny"
        Action   = "secretsmanager:GetSecretValue"
        Resource = "*"
      },
    ]
  })
}
