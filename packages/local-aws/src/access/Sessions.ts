import { z } from 'zod';
import { XMLParser } from 'fast-xml-parser';
import type { AwsResponse } from '../proxy/AwsResponse';

/** Credentials that STS handed out for a role. */
export interface Session {
  roleArn: string;
  /** ARN of the assumed role with the session's name. */
  arn: string;
  expiresAt: Date;
}

const resultSchema = z.object({
  Credentials: z.object({ AccessKeyId: z.string(), Expiration: z.string() }),
  AssumedRoleUser: z.object({ Arn: z.string() }),
});
const answerSchema = z.union([
  z.object({
    AssumeRoleResponse: z.object({ AssumeRoleResult: resultSchema }),
  }),
  z.object({
    AssumeRoleWithWebIdentityResponse: z.object({
      AssumeRoleWithWebIdentityResult: resultSchema,
    }),
  }),
]);

const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true });

/** The role sessions of the emulator, by access key. moto hands the credentials out and forgets what they are good for. */
export class Sessions {
  readonly #byAccessKey = new Map<string, Session>();

  private constructor() {}

  static create(): Sessions {
    return new Sessions();
  }

  find(accessKeyId: string): Session | undefined {
    return this.#byAccessKey.get(accessKeyId);
  }

  /** Remembers the credentials in an answer of `AssumeRole` or `AssumeRoleWithWebIdentity`. */
  remember(roleArn: string, answer: AwsResponse): void {
    const parsed = answerSchema.safeParse(
      parser.parse(answer.body.toString('utf8')),
    );
    if (!parsed.success) {
      return;
    }
    const { Credentials, AssumedRoleUser } =
      'AssumeRoleResponse' in parsed.data
        ? parsed.data.AssumeRoleResponse.AssumeRoleResult
        : parsed.data.AssumeRoleWithWebIdentityResponse
            .AssumeRoleWithWebIdentityResult;
    this.#byAccessKey.set(Credentials.AccessKeyId, {
      roleArn,
      arn: AssumedRoleUser.Arn,
      expiresAt: new Date(Credentials.Expiration),
    });
  }
}
