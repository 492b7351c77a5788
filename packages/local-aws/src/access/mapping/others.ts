import type { Authorization } from '../Authorization';
import {
  formList,
  formTags,
  jsonOf,
  jsonTags,
  regionalArn,
  removedTags,
  requestTags,
  textOf,
  textsOf,
  type Mapping,
} from './MappingInput';

/** CloudWatch Logs: one log group. Tags at creation need `logs:TagResource` too. */
export const logs: Mapping = input => {
  const { action } = input.request;
  const json = jsonOf(input);
  const name = textOf(json.logGroupName);
  const arn = textOf(json.resourceArn) ?? textOf(json.logGroupIdentifier);
  const resource =
    name === undefined ? arn : regionalArn(input, 'logs', `log-group:${name}`);
  const tags = requestTags(jsonTags(json.tags));
  const isCreated = action === 'CreateLogGroup';
  const own: Authorization = {
    action: `logs:${action}`,
    resource,
    context: { ...tags, ...removedTags(textsOf(json.tagKeys)) },
    isCreated,
  };
  return isCreated && Object.keys(tags).length > 0
    ? [own, { ...own, action: 'logs:TagResource' }]
    : [own];
};

/** Secrets Manager: one secret, by name or ARN. The random end of an ARN is not part of the name. */
export const secretsManager: Mapping = input => {
  const { action } = input.request;
  const json = jsonOf(input);
  const id = textOf(json.SecretId) ?? textOf(json.Name);
  const resource = id?.startsWith('arn:')
    ? id
    : id && regionalArn(input, 'secretsmanager', `secret:${id}-000000`);
  const tags = requestTags(jsonTags(json.Tags));
  const isCreated = action === 'CreateSecret';
  const own: Authorization = {
    action: `secretsmanager:${action}`,
    resource,
    context: { ...tags, ...removedTags(textsOf(json.TagKeys)) },
    isCreated,
  };
  return isCreated && Object.keys(tags).length > 0
    ? [own, { ...own, action: 'secretsmanager:TagResource' }]
    : [own];
};

/** Application Auto Scaling: targets have no names, so every call concerns one placeholder. */
export const autoscaling: Mapping = input => {
  const { action } = input.request;
  const json = jsonOf(input);
  const tags = requestTags(jsonTags(json.Tags));
  const own: Authorization = {
    action: `application-autoscaling:${action}`,
    resource:
      textOf(json.ResourceARN) ??
      regionalArn(
        input,
        'application-autoscaling',
        `scalable-target/${textOf(json.ResourceId) ?? ''}`,
      ),
    context: { ...tags, ...removedTags(textsOf(json.TagKeys)) },
    isCreated:
      action === 'RegisterScalableTarget' && Object.keys(tags).length > 0,
  };
  return own.isCreated
    ? [own, { ...own, action: 'application-autoscaling:TagResource' }]
    : [own];
};

/** CloudWatch: alarms and dashboards by name. Tags at creation need `cloudwatch:TagResource` too. */
export const cloudWatch: Mapping = input => {
  const { action } = input.request;
  const form = input.request.form ?? new URLSearchParams();
  const json = jsonOf(input);
  const names = [
    form.get('AlarmName') ?? textOf(json.AlarmName),
    ...formList(form, 'AlarmNames'),
    ...textsOf(json.AlarmNames),
  ].filter(name => name !== undefined);
  const dashboards = [
    form.get('DashboardName') ?? undefined,
    ...formList(form, 'DashboardNames'),
  ].filter(name => name !== undefined);
  const resources: (string | undefined)[] = [
    ...names.map(name => regionalArn(input, 'cloudwatch', `alarm:${name}`)),
    // A dashboard lies in no region.
    ...dashboards.map(name =>
      regionalArn(input, 'cloudwatch', `dashboard/${name}`).replace(
        `:${input.request.region}:`,
        '::',
      ),
    ),
    ...(form.has('ResourceARN') ? [form.get('ResourceARN') ?? undefined] : []),
  ];
  const tags = requestTags(formTags(form));
  const own: Authorization[] = (
    resources.length > 0 ? resources : [undefined]
  ).map(resource => ({
    action: `cloudwatch:${action}`,
    resource,
    context: { ...tags, ...removedTags(formList(form, 'TagKeys')) },
  }));
  return action === 'PutMetricAlarm' && Object.keys(tags).length > 0
    ? own.flatMap(entry => [
        entry,
        { ...entry, action: 'cloudwatch:TagResource' },
      ])
    : own;
};

/** KMS: a key by id or ARN. An alias stands for a key that only AWS could resolve. */
export const kms: Mapping = input => {
  const id = textOf(jsonOf(input).KeyId);
  const isKeyId = id !== undefined && /^[0-9a-f-]{36}$|^mrk-/.test(id);
  return [
    {
      action: `kms:${input.request.action}`,
      resource: isKeyId ? regionalArn(input, 'kms', `key/${id}`) : id,
    },
  ];
};
