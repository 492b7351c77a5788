# Bucket, key, region and lock file are given at init by -backend-config: the same files serve every environment.
terraform {
  backend "s3" {}
}
