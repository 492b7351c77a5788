import {
  CreatePullThroughCacheRuleCommand,
  CreateRepositoryCreationTemplateCommand,
  DeletePullThroughCacheRuleCommand,
  DeleteRepositoryCreationTemplateCommand,
  DescribePullThroughCacheRulesCommand,
  DescribeRepositoryCreationTemplatesCommand,
  UpdateRepositoryCreationTemplateCommand,
} from '@aws-sdk/client-ecr';
import { accountId, LocalRegistry } from './__testUtils__/LocalRegistry';

describe('settings of the registry', () => {
  let local: LocalRegistry;

  beforeEach(async () => {
    local = await LocalRegistry.start();
  });
  afterEach(() => local.stop());

  it('keeps pull-through cache rules', async () => {
    const rule = {
      ecrRepositoryPrefix: 'slipway-public',
      upstreamRegistryUrl: 'public.ecr.aws',
    };
    await local.ecr.send(new CreatePullThroughCacheRuleCommand(rule));
    await expect(
      local.ecr.send(new CreatePullThroughCacheRuleCommand(rule)),
    ).rejects.toThrow(
      expect.objectContaining({
        name: 'PullThroughCacheRuleAlreadyExistsException',
      }),
    );
    const described = await local.ecr.send(
      new DescribePullThroughCacheRulesCommand({
        ecrRepositoryPrefixes: ['slipway-public'],
      }),
    );
    expect(described.pullThroughCacheRules).toMatchObject([
      { ...rule, registryId: accountId },
    ]);
    await local.ecr.send(
      new DeletePullThroughCacheRuleCommand({
        ecrRepositoryPrefix: 'slipway-public',
      }),
    );
    await expect(
      local.ecr.send(
        new DescribePullThroughCacheRulesCommand({
          ecrRepositoryPrefixes: ['slipway-public'],
        }),
      ),
    ).rejects.toThrow(
      expect.objectContaining({
        name: 'PullThroughCacheRuleNotFoundException',
      }),
    );
  });

  it('keeps repository creation templates', async () => {
    const template = {
      prefix: 'slipway-public',
      description: 'cached',
      appliedFor: ['PULL_THROUGH_CACHE' as const],
      lifecyclePolicy: '{"rules":[]}',
    };
    const create = (more: object = {}) =>
      local.ecr.send(
        new CreateRepositoryCreationTemplateCommand({ ...template, ...more }),
      );
    const describeAll = async (prefixes?: string[]) => {
      const { repositoryCreationTemplates } = await local.ecr.send(
        new DescribeRepositoryCreationTemplatesCommand({ prefixes }),
      );
      return repositoryCreationTemplates;
    };
    await create();
    await expect(create()).rejects.toThrow(
      expect.objectContaining({ name: 'TemplateAlreadyExistsException' }),
    );
    await expect(
      create({ prefix: 'other', resourceTags: [{ Key: 'a', Value: 'b' }] }),
    ).rejects.toThrow('A custom role is required');
    await local.ecr.send(
      new UpdateRepositoryCreationTemplateCommand({
        prefix: template.prefix,
        imageTagMutability: 'IMMUTABLE',
      }),
    );
    expect(await describeAll([template.prefix, 'nobody'])).toMatchObject([
      {
        ...template,
        imageTagMutability: 'IMMUTABLE',
        encryptionConfiguration: { encryptionType: 'AES256' },
      },
    ]);
    const remove = () =>
      local.ecr.send(
        new DeleteRepositoryCreationTemplateCommand({
          prefix: template.prefix,
        }),
      );
    await remove();
    expect(await describeAll()).toEqual([]);
    await expect(remove()).rejects.toThrow(
      expect.objectContaining({ name: 'TemplateNotFoundException' }),
    );
  });
});
