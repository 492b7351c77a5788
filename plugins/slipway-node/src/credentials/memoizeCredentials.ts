import {
  type AwsCredentialIdentity,
  type AwsCredentialIdentityProvider,
} from '@aws-sdk/types';

const RENEW_BEFORE_MS = 5 * 60 * 1000;

/**
 * Asks a provider once for all clients, until five minutes before the credentials expire.
 * The SDK remembers credentials per client only: without this each client would assume the role on its own.
 *
 * @param options - `maxAgeMs` bounds how long credentials without an expiration are kept.
 * @internal
 */
export function memoizeCredentials(
  provider: AwsCredentialIdentityProvider,
  options: { maxAgeMs: number; now?: () => number },
): AwsCredentialIdentityProvider {
  const now = options.now ?? Date.now;
  let current:
    | { credentials: AwsCredentialIdentity; until: number }
    | undefined;
  let flight: Promise<AwsCredentialIdentity> | undefined;

  const renew = async () => {
    const credentials = await provider();
    const expires = credentials.expiration?.getTime();
    current = {
      credentials,
      until: Math.min(
        now() + options.maxAgeMs,
        expires === undefined ? Infinity : expires - RENEW_BEFORE_MS,
      ),
    };
    return credentials;
  };

  return async () => {
    if (current && now() < current.until) {
      return current.credentials;
    }
    flight ??= renew().finally(() => {
      flight = undefined;
    });
    return flight;
  };
}
