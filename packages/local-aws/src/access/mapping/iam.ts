import type { Authorization, ConditionContext } from '../Authorization';
import {
  formList,
  formTags,
  removedTags,
  requestTags,
  type Mapping,
} from './MappingInput';

const POLICY_BY_NAME = ['CreatePolicy'];

/** Tags given at creation need their own action too. */
const TAG_ON_CREATE: Record<string, string> = {
  CreateOpenIDConnectProvider: 'iam:TagOpenIDConnectProvider',
  CreatePolicy: 'iam:TagPolicy',
  CreateRole: 'iam:TagRole',
  CreateUser: 'iam:TagUser',
};

/** IAM: users, roles, groups and policies. Paths of existing ones are looked up later, by name. */
export const iam: Mapping = ({ request, accountId }) => {
  const { action } = request;
  const form = request.form ?? new URLSearchParams();
  const arn = (kind: string, name: string, path: string = '/') =>
    `arn:aws:iam::${accountId}:${kind}${path}${name}`;
  const path = form.get('Path') ?? '/';

  const resources: string[] = [];
  for (const [member, kind] of [
    ['RoleName', 'role'],
    ['UserName', 'user'],
    ['GroupName', 'group'],
    ['InstanceProfileName', 'instance-profile'],
  ]) {
    const name = form.get(member);
    if (name) {
      resources.push(arn(kind, name, path));
    }
  }
  const policyArn = form.get('PolicyArn');
  const isAttachment = resources.length > 0;
  if (POLICY_BY_NAME.includes(action)) {
    resources.push(arn('policy', form.get('PolicyName') ?? '', path));
  } else if (policyArn && !isAttachment) {
    resources.push(policyArn);
  }
  if (action === 'CreateServiceLinkedRole') {
    const service = form.get('AWSServiceName') ?? '';
    resources.push(arn('role', service, '/aws-service-role/'));
  }
  const provider = form.get('OpenIDConnectProviderArn') ?? form.get('Url');
  if (provider && resources.length === 0) {
    resources.push(
      provider.startsWith('arn:')
        ? provider
        : arn('oidc-provider', provider.replace(/^https:\/\//, '')),
    );
  }

  const isCreated = action.startsWith('Create');
  const tags = requestTags(formTags(form));
  const context: ConditionContext = {
    ...tags,
    ...removedTags(formList(form, 'TagKeys')),
  };
  const boundary = form.get('PermissionsBoundary');
  if (boundary) {
    context['iam:PermissionsBoundary'] = boundary;
  }
  if (policyArn && isAttachment) {
    context['iam:PolicyARN'] = policyArn;
  }
  const service = form.get('AWSServiceName');
  if (service) {
    context['iam:AWSServiceName'] = service;
  }

  const own = (resources.length > 0 ? resources : [undefined]).map(
    (resource): Authorization => ({
      action: `iam:${action}`,
      resource,
      context,
      isCreated,
    }),
  );
  const tagAction = TAG_ON_CREATE[action];
  const tagging: Authorization[] =
    tagAction && Object.keys(tags).length > 0
      ? [
          {
            action: tagAction,
            resource: resources[0],
            context: tags,
            isCreated: true,
          },
        ]
      : [];
  return [...own, ...tagging];
};
