import {
  jsonOf,
  jsonTags,
  regionalArn,
  removedTags,
  requestTags,
  textOf,
  textsOf,
  type Mapping,
} from './MappingInput';

/** ECR: nearly every call names one repository, by name or ARN. */
export const ecr: Mapping = input => {
  const { action } = input.request;
  const json = jsonOf(input);
  const names = [
    ...textsOf(json.repositoryNames),
    ...[textOf(json.repositoryName)].filter(name => name !== undefined),
  ];
  const resources: (string | undefined)[] = names.map(name =>
    regionalArn(input, 'ecr', `repository/${name}`),
  );
  const arn = textOf(json.resourceArn);
  const tags = requestTags(jsonTags(json.tags));
  const isCreated = action === 'CreateRepository';
  const own = (resources.length > 0 ? resources : [arn]).map(resource => ({
    action: `ecr:${action}`,
    resource,
    context: { ...tags, ...removedTags(textsOf(json.tagKeys)) },
    isCreated,
  }));
  const tagging =
    isCreated && Object.keys(tags).length > 0
      ? own.map(entry => ({ ...entry, action: 'ecr:TagResource' }))
      : [];
  return [...own, ...tagging];
};
