locals {
  stack_state_statements = [
    {
      # Without ListBucket a key that does not exist answers 403 instead of 404, and a condition on s3:prefix has the same effect on GetObject.
      Sid      = "ListState"
      Effect   = "Allow"
      Action   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketVersions"]
      Resource = local.bucket_arn
    },
    {
      Sid    = "ReadAndWriteState"
      Effect = "Allow"
      Action = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"]
      Resource = [
        for key in ["platform/terraform.tfstate", "platform/stack.tar.gz", "services/*/terraform.tfstate", "services/*/stack.tar.gz", "services/*/override.json"] :
        "${local.bucket_arn}/${key}"
      ]
    },
    {
      # What images must fulfil: a workflow judges them by the portal's policy.
      Sid      = "ReadPolicies"
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "${local.bucket_arn}/policies/*"
    },
    {
      Sid      = "HoldLocks"
      Effect   = "Allow"
      Action   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
      Resource = ["${local.bucket_arn}/platform/*.tflock", "${local.bucket_arn}/services/*.tflock"]
    },
    {
      Sid    = "KeepHistory"
      Effect = "Deny"
      Action = [
        "s3:DeleteBucket",
        "s3:DeleteBucketPolicy",
        "s3:DeleteObjectVersion",
        "s3:PutBucketPolicy",
        "s3:PutBucketPublicAccessBlock",
        "s3:PutBucketVersioning",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
      ]
      Resource = [local.bucket_arn, "${local.bucket_arn}/*"]
    },
    {
      Sid      = "StayOutOfBootstrap"
      Effect   = "Deny"
      Action   = "s3:*"
      Resource = "${local.bucket_arn}/bootstrap/*"
    },
  ]
}
