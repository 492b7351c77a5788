import { z } from 'zod';
import { xmlList, type InternalClient } from '../client/InternalClient';

const jsonTagSchema = z.array(
  z.union([
    z
      .object({ key: z.string(), value: z.string().default('') })
      .transform(tag => [tag.key, tag.value] as const),
    z
      .object({ Key: z.string(), Value: z.string().default('') })
      .transform(tag => [tag.Key, tag.Value] as const),
  ]),
);
const tagsSchema = z
  .union([
    jsonTagSchema.transform(tags => new Map(tags)),
    z
      .record(z.string(), z.string())
      .transform(tags => new Map(Object.entries(tags))),
  ])
  .default(new Map());

type Lookup = (
  client: InternalClient,
  arn: ArnParts,
) => Promise<Map<string, string>>;

interface ArnParts {
  arn: string;
  service: string;
  region: string;
  /** Last part of the ARN after a slash: the id of EC2 resources. */
  id: string;
}

const LOOKUPS: Record<string, Lookup> = {
  ec2: async (client, { region, id }) =>
    findXmlTags(
      await client.query(
        { service: 'ec2', region, action: 'DescribeTags' },
        { 'Filter.1.Name': 'resource-id', 'Filter.1.Value.1': id },
      ),
    ),
  ecr: jsonLookup('ecr', arn => ({ resourceArn: arn })),
  ecs: jsonLookup('ecs', arn => ({ resourceArn: arn })),
  elasticloadbalancing: async (client, { region, arn }) =>
    findXmlTags(
      await client.query(
        { service: 'elasticloadbalancing', region, action: 'DescribeTags' },
        { 'ResourceArns.member.1': arn },
      ),
    ),
  logs: jsonLookup('logs', arn => ({ resourceArn: arn })),
  rds: async (client, { region, arn }) =>
    findXmlTags(
      await client.query(
        { service: 'rds', region, action: 'ListTagsForResource' },
        { ResourceName: arn },
      ),
    ),
  secretsmanager: async (client, { region, arn }) => {
    const answer = await client.json(
      { service: 'secretsmanager', region, action: 'DescribeSecret' },
      { SecretId: arn },
    );
    return tagsSchema.parse(z.object({ Tags: z.unknown() }).parse(answer).Tags);
  },
};

/** Reads the tags of a resource through the emulator's own services, for `aws:ResourceTag/*`. */
export class ResourceTags {
  readonly #client: InternalClient;

  private constructor(client: InternalClient) {
    this.#client = client;
  }

  /** `client` must reach the emulator's own ECS and RDS, not only moto. */
  static create(options: { client: InternalClient }): ResourceTags {
    return new ResourceTags(options.client);
  }

  /** Tags of a resource; none when it does not exist or its service has no tags here. */
  async read(arn: string): Promise<Map<string, string>> {
    const [, , service, region] = arn.split(':');
    const lookup = LOOKUPS[service];
    if (!lookup) {
      return new Map();
    }
    try {
      return await lookup(this.#client, {
        arn,
        service,
        region,
        id: arn.slice(arn.lastIndexOf('/') + 1),
      });
    } catch {
      // A resource that does not exist has no tags; the call itself then says that it does not exist.
      return new Map();
    }
  }
}

function jsonLookup(service: string, input: (arn: string) => object): Lookup {
  return async (client, { arn, region }) => {
    const answer = await client.json(
      { service, region, action: 'ListTagsForResource' },
      input(arn),
    );
    return tagsSchema.parse(z.object({ tags: z.unknown() }).parse(answer).tags);
  };
}

const pairSchema = z.union([
  z.object({ key: z.string(), value: z.string() }),
  z
    .object({ Key: z.string(), Value: z.string().default('') })
    .transform(tag => ({ key: tag.Key, value: tag.Value })),
]);

/** Key and value pairs anywhere in a parsed XML answer: the services nest them differently. */
function findXmlTags(node: unknown): Map<string, string> {
  const tags = new Map<string, string>();
  const visit = (value: unknown) => {
    for (const entry of xmlList(value as object | object[])) {
      const pair = pairSchema.safeParse(entry);
      if (pair.success) {
        tags.set(pair.data.key, pair.data.value);
      } else if (typeof entry === 'object' && entry !== null) {
        Object.values(entry).forEach(visit);
      }
    }
  };
  visit(node);
  return tags;
}
