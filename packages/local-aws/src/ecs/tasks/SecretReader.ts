import { z } from 'zod';
import type { InternalClient } from '../../client/InternalClient';

const SECRET_ARN =
  /^(?<arn>arn:aws[a-z-]*:secretsmanager:(?<region>[a-z0-9-]+):\d{12}:secret:[^:]+)(?::(?<key>[^:]*))?(?::(?<stage>[^:]*))?(?::(?<version>[^:]*))?$/;

const answerSchema = z.object({ SecretString: z.string() });

/** Reads the secrets that a container definition refers to, as the ECS agent does before a task starts. */
export class SecretReader {
  readonly #client: InternalClient;

  private constructor(client: InternalClient) {
    this.#client = client;
  }

  static create(options: { client: InternalClient }): SecretReader {
    return new SecretReader(options.client);
  }

  /** `valueFrom` is a secret's ARN, optionally followed by `:<JSON key>:<stage>:<version>`. Throws with the words of ECS. */
  async read(valueFrom: string): Promise<string> {
    const groups = SECRET_ARN.exec(valueFrom)?.groups;
    if (!groups) {
      throw new Error(
        `invalid ARN format for the secret ${valueFrom}: only Secrets Manager ARNs are supported here`,
      );
    }
    const { arn, region, key, stage, version } = groups;
    const answer = await this.#client
      .json(
        { service: 'secretsmanager', region, action: 'GetSecretValue' },
        {
          SecretId: arn,
          ...(stage ? { VersionStage: stage } : {}),
          ...(version ? { VersionId: version } : {}),
        },
      )
      .catch(() => {
        throw new Error(
          `unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${arn} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
        );
      });
    const { SecretString: text } = answerSchema.parse(answer);
    if (!key) {
      return text;
    }
    const value = z.record(z.string(), z.unknown()).parse(JSON.parse(text))[
      key
    ];
    if (value === undefined) {
      throw new Error(
        `unable to retrieve secret from asm: retrieved secret from Secrets Manager did not contain json key ${key}`,
      );
    }
    return typeof value === 'string' ? value : JSON.stringify(value);
  }
}
