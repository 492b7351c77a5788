import type { Authorization } from '../Authorization';
import { ec2 } from './ec2';
import { ecr } from './ecr';
import { ecs } from './ecs';
import { iam } from './iam';
import { loadBalancing } from './loadBalancing';
import type { Mapping, MappingInput } from './MappingInput';
import { autoscaling, cloudWatch, kms, logs, secretsManager } from './others';
import { rds } from './rds';
import { s3 } from './s3';

/** Mappings by signing name. */
const MAPPINGS: Record<string, Mapping> = {
  'application-autoscaling': autoscaling,
  ec2,
  ecr,
  ecs,
  elasticloadbalancing: loadBalancing,
  iam,
  kms,
  logs,
  monitoring: cloudWatch,
  rds,
  s3,
  secretsmanager: secretsManager,
};

/** IAM prefixes of services that sign with another name. */
const PREFIXES: Record<string, string> = {
  monitoring: 'cloudwatch',
  tagging: 'tag',
};

/**
 * The questions that IAM asks about a call: one a resource, more where tags are set at creation or roles are passed.
 * A service without a mapping is asked for its action on any resource.
 */
export function authorizationsOf(input: MappingInput): Authorization[] {
  const { service, action } = input.request;
  const mapping = MAPPINGS[service];
  return mapping
    ? mapping(input)
    : [{ action: `${PREFIXES[service] ?? service}:${action}` }];
}
