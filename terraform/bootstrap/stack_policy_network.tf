locals {
  # Resource types of EC2 that the stacks create.
  ec2_types = ["elastic-ip", "internet-gateway", "natgateway", "route-table", "security-group", "security-group-rule", "subnet", "vpc", "vpc-endpoint"]
  ec2_arns  = [for type in local.ec2_types : "${local.regional.ec2}:${type}/*"]

  ec2_create_actions = [
    "ec2:AllocateAddress",
    "ec2:AuthorizeSecurityGroupEgress",
    "ec2:AuthorizeSecurityGroupIngress",
    "ec2:CreateInternetGateway",
    "ec2:CreateNatGateway",
    "ec2:CreateRouteTable",
    "ec2:CreateSecurityGroup",
    "ec2:CreateSubnet",
    "ec2:CreateVpc",
    "ec2:CreateVpcEndpoint",
  ]

  stack_ec2_statements = [
    {
      Sid      = "ReadNetwork"
      Effect   = "Allow"
      Action   = local.network_read_actions
      Resource = "*"
    },
    {
      Sid       = "CreateTagged"
      Effect    = "Allow"
      Action    = local.ec2_create_actions
      Resource  = local.ec2_arns
      Condition = { StringEquals = local.created_here }
    },
    {
      # A subnet is created in a VPC, a rule in a group: EC2 asks for the action on the parent too, and the parent must be ours.
      Sid       = "CreateInsideOwn"
      Effect    = "Allow"
      Action    = [for action in local.ec2_create_actions : action if !contains(["ec2:AllocateAddress", "ec2:CreateInternetGateway", "ec2:CreateVpc"], action)]
      Resource  = [for type in ["elastic-ip", "route-table", "security-group", "subnet", "vpc"] : "${local.regional.ec2}:${type}/*"]
      Condition = { StringEquals = local.owned_here }
    },
    {
      Sid       = "TagOnCreate"
      Effect    = "Allow"
      Action    = "ec2:CreateTags"
      Resource  = local.ec2_arns
      Condition = { StringEquals = merge(local.created_here, { "ec2:CreateAction" = [for action in local.ec2_create_actions : trimprefix(action, "ec2:")] }) }
    },
    {
      Sid    = "ChangeOwn"
      Effect = "Allow"
      Action = [
        "ec2:AssociateRouteTable",
        "ec2:AttachInternetGateway",
        "ec2:CreateRoute",
        "ec2:CreateTags",
        "ec2:DeleteInternetGateway",
        "ec2:DeleteNatGateway",
        "ec2:DeleteRoute",
        "ec2:DeleteRouteTable",
        "ec2:DeleteSecurityGroup",
        "ec2:DeleteSubnet",
        "ec2:DeleteTags",
        "ec2:DeleteVpc",
        "ec2:DeleteVpcEndpoints",
        "ec2:DetachInternetGateway",
        "ec2:DisassociateAddress",
        "ec2:DisassociateRouteTable",
        "ec2:ModifySecurityGroupRules",
        "ec2:ModifySubnetAttribute",
        "ec2:ModifyVpcAttribute",
        "ec2:ModifyVpcEndpoint",
        "ec2:ReleaseAddress",
        "ec2:ReplaceRoute",
        "ec2:ReplaceRouteTableAssociation",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
      ]
      Resource  = local.ec2_arns
      Condition = { StringEquals = local.owned_here }
    },
    {
      # Ownership is read from this tag: it cannot be taken off, nor be given another value.
      Sid       = "KeepEnvironmentTag"
      Effect    = "Deny"
      Action    = "ec2:DeleteTags"
      Resource  = "*"
      Condition = { "ForAnyValue:StringEquals" = { "aws:TagKeys" = ["slipway:environment"] } }
    },
    {
      Sid      = "KeepEnvironmentName"
      Effect   = "Deny"
      Action   = "ec2:CreateTags"
      Resource = "*"
      Condition = {
        Null            = { "aws:RequestTag/slipway:environment" = "false" }
        StringNotEquals = local.created_here
      }
    },
  ]

  load_balancing_arns = [
    "${local.regional.elasticloadbalancing}:loadbalancer/app/${var.prefix}/*",
    "${local.regional.elasticloadbalancing}:listener/app/${var.prefix}/*",
    "${local.regional.elasticloadbalancing}:listener-rule/app/${var.prefix}/*",
    "${local.regional.elasticloadbalancing}:targetgroup/${var.prefix}-*",
  ]

  stack_load_balancing_statements = [
    {
      Sid    = "CreateLoadBalancing"
      Effect = "Allow"
      Action = [
        "elasticloadbalancing:CreateListener",
        "elasticloadbalancing:CreateLoadBalancer",
        "elasticloadbalancing:CreateRule",
        "elasticloadbalancing:CreateTargetGroup",
      ]
      Resource  = local.load_balancing_arns
      Condition = { StringEquals = local.created_here }
    },
    {
      Sid    = "ChangeLoadBalancing"
      Effect = "Allow"
      Action = [
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:DeleteListener",
        "elasticloadbalancing:DeleteLoadBalancer",
        "elasticloadbalancing:DeleteRule",
        "elasticloadbalancing:DeleteTargetGroup",
        "elasticloadbalancing:ModifyListener",
        "elasticloadbalancing:ModifyListenerAttributes",
        "elasticloadbalancing:ModifyLoadBalancerAttributes",
        "elasticloadbalancing:ModifyRule",
        "elasticloadbalancing:ModifyTargetGroup",
        "elasticloadbalancing:ModifyTargetGroupAttributes",
        "elasticloadbalancing:RemoveTags",
        "elasticloadbalancing:SetIpAddressType",
        "elasticloadbalancing:SetRulePriorities",
        "elasticloadbalancing:SetSecurityGroups",
        "elasticloadbalancing:SetSubnets",
      ]
      Resource = local.load_balancing_arns
    },
  ]
}
