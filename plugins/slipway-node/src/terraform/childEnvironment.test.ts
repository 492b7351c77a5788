import { childEnvironment } from './childEnvironment';

describe('childEnvironment', () => {
  it('hands over the credentials of the run and nothing of the portal', () => {
    expect(
      childEnvironment({
        environment: {
          region: 'eu-central-1',
          endpoint: 'http://127.0.0.1:4566',
        },
        credentials: {
          accessKeyId: 'AKIARUN',
          secretAccessKey: 'run',
          sessionToken: 'token',
        },
        home: '/run/home',
        cliConfigFile: '/run/cli.tfrc',
        inherited: {
          PATH: '/bin',
          HOME: '/home/portal',
          AWS_PROFILE: 'admin',
          AWS_ACCESS_KEY_ID: 'AKIAPORTAL',
          GITHUB_TOKEN: 'secret',
          TF_LOG: 'TRACE',
          TF_VAR_image: 'x',
          NODE_OPTIONS: '--inspect',
        },
      }),
    ).toEqual({
      PATH: '/bin',
      HOME: '/run/home',
      AWS_ACCESS_KEY_ID: 'AKIARUN',
      AWS_SECRET_ACCESS_KEY: 'run',
      AWS_SESSION_TOKEN: 'token',
      AWS_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_EC2_METADATA_DISABLED: 'true',
      TF_CLI_CONFIG_FILE: '/run/cli.tfrc',
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      CHECKPOINT_DISABLE: '1',
    });
  });
});
