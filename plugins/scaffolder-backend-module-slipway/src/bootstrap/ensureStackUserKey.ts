import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  IAMClient,
  ListAccessKeysCommand,
  type AccessKey,
} from '@aws-sdk/client-iam';
import {
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ConflictError, ForwardedError } from '@backstage/errors';
import {
  awsClientOptions,
  readStackUserKey,
  stackUserSecretName,
  type AwsClientOptions,
  type Environment,
  type StackUserKey,
} from '@slipway/plugin-slipway-node';

// AWS allows two access keys for a user.
const MAX_KEYS = 2;
// A new key is known everywhere within seconds.
const USABLE_AFTER_TRIES = 30;

/**
 * Makes an access key for the stack user when Secrets Manager holds none that works. The key goes from IAM to Secrets
 * Manager and nowhere else: it is never logged, returned or stored with the task.
 *
 * @returns true when a key was made.
 * @throws ConflictError when the user has two keys and neither is in Secrets Manager.
 */
export async function ensureStackUserKey(options: {
  environment: Environment;
  clientOptions: AwsClientOptions;
  signal?: AbortSignal;
}): Promise<boolean> {
  const { environment, clientOptions } = options;
  const iam = new IAMClient(clientOptions);
  const secrets = new SecretsManagerClient(clientOptions);
  const userName = `${environment.prefix}-stack-user`;
  const secretName = stackUserSecretName(environment);

  const { AccessKeyMetadata: keys = [] } = await iam.send(
    new ListAccessKeysCommand({ UserName: userName }),
  );
  const stored = await readStackUserKey(secrets, secretName);
  if (stored && keys.some(key => key.AccessKeyId === stored.accessKeyId)) {
    return false;
  }
  if (keys.length >= MAX_KEYS) {
    throw new ConflictError(
      `The user ${userName} has two access keys already, which is all that AWS allows, and the secret ${secretName} holds neither. Delete a key that nobody uses and run this again.`,
    );
  }
  const key = await createAndStore({ iam, secrets, userName, secretName });
  await waitUntilUsable(environment, key, options.signal);
  return true;
}

async function createAndStore(options: {
  iam: IAMClient;
  secrets: SecretsManagerClient;
  userName: string;
  secretName: string;
}): Promise<StackUserKey> {
  const { iam, secrets, userName, secretName } = options;
  const { AccessKey: created } = await iam.send(
    new CreateAccessKeyCommand({ UserName: userName }),
  );
  const key = toKey(created);
  try {
    await secrets.send(
      new PutSecretValueCommand({
        SecretId: secretName,
        SecretString: JSON.stringify(key),
      }),
    );
  } catch (error) {
    // A key that nobody has is of no use, and would count towards the two.
    await iam.send(
      new DeleteAccessKeyCommand({
        UserName: userName,
        AccessKeyId: key.accessKeyId,
      }),
    );
    throw new ForwardedError(
      `The access key of ${userName} could not be stored as ${secretName} and was deleted again`,
      error,
    );
  }
  return key;
}

function toKey(created: AccessKey | undefined): StackUserKey {
  if (!created?.AccessKeyId || !created.SecretAccessKey) {
    throw new Error('AWS answered the request for an access key without one');
  }
  return {
    accessKeyId: created.AccessKeyId,
    secretAccessKey: created.SecretAccessKey,
  };
}

async function waitUntilUsable(
  environment: Environment,
  key: StackUserKey,
  signal?: AbortSignal,
): Promise<void> {
  const sts = new STSClient(awsClientOptions(environment, async () => key));
  for (let tries = 1; ; tries++) {
    try {
      await sts.send(new GetCallerIdentityCommand({}));
      return;
    } catch (error) {
      if (tries >= USABLE_AFTER_TRIES) {
        throw new ForwardedError(
          'AWS does not accept the new access key of the stack user yet; run this again in a minute',
          error,
        );
      }
      await sleep(2_000, undefined, { signal });
    }
  }
}
