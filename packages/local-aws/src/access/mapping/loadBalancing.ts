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

const PLACEHOLDER = '0000000000000000';

/** ARN of what an action creates, with a placeholder for the id. */
function createdArn(
  input: MappingInput,
  form: URLSearchParams,
): string | undefined {
  const name = form.get('Name');
  switch (input.request.action) {
    case 'CreateLoadBalancer':
      return regionalArn(
        input,
        'elasticloadbalancing',
        `loadbalancer/app/${name}/${PLACEHOLDER}`,
      );
    case 'CreateTargetGroup':
      return regionalArn(
        input,
        'elasticloadbalancing',
        `targetgroup/${name}/${PLACEHOLDER}`,
      );
    case 'CreateListener':
      return (
        form
          .get('LoadBalancerArn')
          ?.replace(':loadbalancer/', ':listener/')
          .concat(`/${PLACEHOLDER}`) ?? undefined
      );
    case 'CreateRule':
      return (
        form
          .get('ListenerArn')
          ?.replace(':listener/', ':listener-rule/')
          .concat(`/${PLACEHOLDER}`) ?? undefined
      );
    default:
      return undefined;
  }
}

/** The ARN that the action is checked against: of the parent for listeners and rules, otherwise of the thing itself. */
function resourcesOf(input: MappingInput, form: URLSearchParams): string[] {
  const { action } = input.request;
  const parent =
    form.get('RuleArn') ??
    form.get('ListenerArn') ??
    form.get('TargetGroupArn') ??
    form.get('LoadBalancerArn');
  if (parent && action !== 'CreateTargetGroup') {
    return [parent];
  }
  const created = createdArn(input, form);
  if (created) {
    return [created];
  }
  const rules = [...form.entries()]
    .filter(([name]) => /^RulePriorities\.member\.\d+\.RuleArn$/.test(name))
    .map(([, arn]) => arn);
  return [...formList(form, 'ResourceArns'), ...rules];
}

/** Elastic Load Balancing v2. Tags at creation need `AddTags` on what is created. */
export const loadBalancing: Mapping = input => {
  const { action } = input.request;
  const form = input.request.form ?? new URLSearchParams();
  const tags = requestTags(formTags(form));
  const created = createdArn(input, form);
  const resources = resourcesOf(input, form);
  const own = (resources.length > 0 ? resources : [undefined]).map(
    (resource): Authorization => ({
      action: `elasticloadbalancing:${action}`,
      resource,
      context: { ...tags, ...removedTags(formList(form, 'TagKeys')) },
      isCreated: created !== undefined && resource === created,
    }),
  );
  const tagging: Authorization[] =
    created && Object.keys(tags).length > 0
      ? [
          {
            action: 'elasticloadbalancing:AddTags',
            resource: created,
            context: { ...tags, 'elasticloadbalancing:CreateAction': action },
            isCreated: true,
          },
        ]
      : [];
  return [...own, ...tagging];
};
