import {
  GetSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { isError } from '@backstage/errors';
import { z } from 'zod';

const secretSchema = z.object({
  accessKeyId: z.string().min(1),
  secretAccessKey: z.string().min(1),
});

/**
 * The access key of the stack user as it lies in Secrets Manager.
 *
 * @public
 */
export type StackUserKey = z.infer<typeof secretSchema>;

/**
 * The name of the secret that holds the stack user's access key.
 *
 * @public
 */
export function stackUserSecretName(environment: { prefix: string }): string {
  return `${environment.prefix}/stack-user`;
}

/**
 * Reads the stack user's access key; `undefined` when the secret is missing or has no value yet.
 *
 * @public
 */
export async function readStackUserKey(
  client: SecretsManagerClient,
  secretName: string,
): Promise<StackUserKey | undefined> {
  let text: string | undefined;
  try {
    const answer = await client.send(
      new GetSecretValueCommand({ SecretId: secretName }),
    );
    text = answer.SecretString;
  } catch (error) {
    if (isError(error) && error.name === 'ResourceNotFoundException') {
      return undefined;
    }
    throw error;
  }
  return parseStackUserKey(text ?? '', secretName);
}

function parseStackUserKey(text: string, secretName: string): StackUserKey {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const parsed = secretSchema.safeParse(value);
  if (!parsed.success) {
    // The parser's own message could quote the secret.
    throw new Error(
      `The secret ${secretName} does not hold an access key: it must be JSON with accessKeyId and secretAccessKey`,
    );
  }
  return parsed.data;
}
