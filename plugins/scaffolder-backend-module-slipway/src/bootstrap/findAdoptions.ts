import {
  ECRClient,
  DescribePullThroughCacheRulesCommand,
  DescribeRepositoryCreationTemplatesCommand,
} from '@aws-sdk/client-ecr';
import {
  GetOpenIDConnectProviderCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { isError } from '@backstage/errors';
import {
  partitionOf,
  type AwsClientOptions,
  type Environment,
  type Plan,
} from '@slipway/plugin-slipway-node';
import { z } from 'zod';
import { type Adoption } from '../stacks';

const text = (value: unknown, name: string) =>
  z.object({ [name]: z.string().min(1) }).safeParse(value).data?.[name];

const MISSING = [
  'NotFound',
  'NoSuchBucket',
  'NoSuchEntity',
  'NoSuchEntityException',
  'ResourceNotFoundException',
  'PullThroughCacheRuleNotFoundException',
];

/**
 * The resources that a plan would create though AWS has them already: an earlier run was interrupted, or its state was lost.
 * Only resources whose creation would be refused are looked up; the settings of a bucket or a policy of a user are simply
 * written once more.
 */
export async function findAdoptions(options: {
  plan: Plan;
  environment: Environment;
  clientOptions: AwsClientOptions;
}): Promise<Adoption[]> {
  const { plan, environment, clientOptions } = options;
  const lookups = createLookups(environment, clientOptions);
  const adoptions: Adoption[] = [];
  for (const { address, type, change } of plan.resource_changes) {
    const lookup = Object.hasOwn(lookups, type) ? lookups[type] : undefined;
    if (!lookup || change.actions.join() !== 'create') {
      continue;
    }
    const id = await unlessMissing(() => lookup(change.after));
    if (id) {
      adoptions.push({ address, id });
    }
  }
  return adoptions;
}

type Lookup = (after: unknown) => Promise<string | undefined>;

function createLookups(
  environment: Environment,
  clientOptions: AwsClientOptions,
): Record<string, Lookup> {
  const s3 = new S3Client(clientOptions);
  const iam = new IAMClient(clientOptions);
  const secrets = new SecretsManagerClient(clientOptions);
  const ecr = new ECRClient(clientOptions);
  const iamArn = `arn:${partitionOf(environment.region)}:iam::${
    environment.accountId
  }`;
  return {
    aws_s3_bucket: async after => {
      const bucket = text(after, 'bucket');
      await s3.send(new HeadBucketCommand({ Bucket: bucket }));
      return bucket;
    },
    aws_iam_user: async after => {
      const name = text(after, 'name');
      await iam.send(new GetUserCommand({ UserName: name }));
      return name;
    },
    aws_iam_role: async after => {
      const name = text(after, 'name');
      await iam.send(new GetRoleCommand({ RoleName: name }));
      return name;
    },
    aws_iam_policy: async after => {
      const name = text(after, 'name');
      const arn = `${iamArn}:policy${text(after, 'path') ?? '/'}${name}`;
      await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
      return arn;
    },
    aws_iam_openid_connect_provider: async after => {
      const host = text(after, 'url')?.replace('https://', '');
      const arn = `${iamArn}:oidc-provider/${host}`;
      await iam.send(
        new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }),
      );
      return arn;
    },
    aws_secretsmanager_secret: async after => {
      const answer = await secrets.send(
        new DescribeSecretCommand({ SecretId: text(after, 'name') }),
      );
      // One that is about to be deleted cannot be adopted; AWS says so when it is created.
      return answer.DeletedDate ? undefined : answer.ARN;
    },
    aws_ecr_pull_through_cache_rule: async after => {
      const prefix = text(after, 'ecr_repository_prefix');
      const answer = await ecr.send(
        new DescribePullThroughCacheRulesCommand({
          ecrRepositoryPrefixes: prefix ? [prefix] : [],
        }),
      );
      return answer.pullThroughCacheRules?.length ? prefix : undefined;
    },
    aws_ecr_repository_creation_template: async after => {
      const prefix = text(after, 'prefix');
      const answer = await ecr.send(
        new DescribeRepositoryCreationTemplatesCommand({
          prefixes: prefix ? [prefix] : [],
        }),
      );
      return answer.repositoryCreationTemplates?.length ? prefix : undefined;
    },
  };
}

async function unlessMissing<T>(
  call: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isError(error) && MISSING.includes(error.name)) {
      return undefined;
    }
    throw error;
  }
}
