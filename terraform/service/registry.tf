resource "aws_ecr_repository" "main" {
  name                 = "${var.prefix}/${var.stack}"
  image_tag_mutability = "IMMUTABLE"
  force_delete         = var.repository_force_delete

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "AES256"
  }
}

# ECR does not know what runs. A release tags its image, and an image that the first rule matches is never expired by the second,
# whatever is pushed: a hundred builds do not take away what was released, and a hundred releases are a long way back.
resource "aws_ecr_lifecycle_policy" "main" {
  repository = aws_ecr_repository.main.name
  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Keep the newest 100 images that were released"
        selection = {
          tagStatus     = "tagged"
          tagPrefixList = ["released-"]
          countType     = "imageCountMoreThan"
          countNumber   = 100
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "Of the others keep what is among the newest 100 images"
        selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 100 }
        action       = { type = "expire" }
      },
    ]
  })
}
