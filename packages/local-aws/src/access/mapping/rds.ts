import type { Authorization } from '../Authorization';
import {
  formList,
  formTags,
  regionalArn,
  removedTags,
  requestTags,
  type Mapping,
  type MappingInput,
} from './MappingInput';

const MEMBERS: [member: string, kind: string][] = [
  ['DBInstanceIdentifier', 'db'],
  ['DBSubnetGroupName', 'subgrp'],
  ['DBParameterGroupName', 'pg'],
  ['OptionGroupName', 'og'],
  ['DBSnapshotIdentifier', 'snapshot'],
  ['DBClusterIdentifier', 'cluster'],
];

const CREATED_KINDS: Record<string, string> = {
  CreateDBInstance: 'db',
  CreateDBSnapshot: 'snapshot',
  CreateDBSubnetGroup: 'subgrp',
  CreateDBParameterGroup: 'pg',
};

/** RDS: every named resource is asked for; a password that RDS manages is a secret made with the caller's permissions. */
export const rds: Mapping = input => {
  const { action } = input.request;
  const form = input.request.form ?? new URLSearchParams();
  const tags = requestTags(formTags(form));
  const createdKind = CREATED_KINDS[action];
  const context = { ...tags, ...removedTags(formList(form, 'TagKeys')) };

  const own: Authorization[] = [];
  for (const [member, kind] of MEMBERS) {
    const name = form.get(member);
    if (name) {
      own.push({
        action: `rds:${action}`,
        resource: regionalArn(input, 'rds', `${kind}:${name}`),
        context,
        isCreated: kind === createdKind,
      });
    }
  }
  const arn = form.get('ResourceName');
  if (arn) {
    own.push({ action: `rds:${action}`, resource: arn, context });
  }
  if (own.length === 0) {
    own.push({ action: `rds:${action}`, context });
  }
  const created = own.find(entry => entry.isCreated);
  const tagging =
    created && Object.keys(tags).length > 0
      ? [{ ...created, action: 'rds:AddTagsToResource' }]
      : [];
  return [...own, ...tagging, ...managedPassword(input, form)];
};

function managedPassword(
  input: MappingInput,
  form: URLSearchParams,
): Authorization[] {
  if (form.get('ManageMasterUserPassword') !== 'true') {
    return [];
  }
  const resource = regionalArn(
    input,
    'secretsmanager',
    'secret:rds!db-00000000-0000-0000-0000-000000000000-000000',
  );
  return ['secretsmanager:CreateSecret', 'secretsmanager:TagResource'].map(
    action => ({ action, resource, isCreated: true }),
  );
}
