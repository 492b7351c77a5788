import { type AwsCredentialIdentity } from '@aws-sdk/types';
import { type Environment } from '../environments';

// What a program needs of the machine: where programs are, certificates, the way out.
const INHERITED = [
  'PATH',
  'LANG',
  'TMPDIR',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'AWS_CA_BUNDLE',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
];

/**
 * The environment of a Terraform process: an allow-list, never the portal's own. HOME is a folder of the run, so no
 * AWS profile or Terraform credential of the portal's user is found either.
 *
 * @internal
 */
export function childEnvironment(options: {
  environment: Pick<Environment, 'region' | 'endpoint'>;
  credentials: AwsCredentialIdentity;
  home: string;
  cliConfigFile: string;
  inherited?: NodeJS.ProcessEnv;
}): NodeJS.ProcessEnv {
  const { environment, credentials } = options;
  return {
    ...inheritedEnvironment(options.inherited),
    HOME: options.home,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken
      ? { AWS_SESSION_TOKEN: credentials.sessionToken }
      : {}),
    AWS_REGION: environment.region,
    ...(environment.endpoint ? { AWS_ENDPOINT_URL: environment.endpoint } : {}),
    // Only the credentials of this run count, not those of the machine it runs on.
    AWS_EC2_METADATA_DISABLED: 'true',
    TF_CLI_CONFIG_FILE: options.cliConfigFile,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
  };
}

/**
 * What a process inherits that needs no credentials, for example `terraform version`.
 *
 * @internal
 */
export function inheritedEnvironment(
  inherited: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  return Object.fromEntries(
    INHERITED.flatMap(name => {
      const value = inherited[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
