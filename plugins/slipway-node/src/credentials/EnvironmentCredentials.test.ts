import { scanPolicySchema } from '@slipway/plugin-slipway-common';
import { ConfigReader } from '@backstage/config';
import { registerMswTestHooks } from '@backstage/backend-test-utils';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { EnvironmentCredentials } from './EnvironmentCredentials';

const environment = {
  name: 'dev',
  accountId: '123456789012',
  region: 'eu-central-1',
  prefix: 'slipway',
  operator: { accessKeyId: 'AKIAOPERATOR', secretAccessKey: 'operator' },
  drift: { intervalMinutes: 60 },
  scans: scanPolicySchema.parse({}),
};

const SECRETS = 'https://secretsmanager.eu-central-1.amazonaws.com/';

describe('EnvironmentCredentials', () => {
  const server = setupServer();
  registerMswTestHooks(server);

  const create = () =>
    EnvironmentCredentials.fromConfig(new ConfigReader({}), { environment });

  function answerSecret(status: number, body: object) {
    server.use(
      http.post(SECRETS, async ({ request }) => {
        expect(await request.json()).toEqual({
          SecretId: 'slipway/stack-user',
        });
        return HttpResponse.json(body, { status });
      }),
    );
  }

  it('assumes the reader role once, whoever asks', async () => {
    const bodies: string[] = [];
    server.use(
      http.post('https://sts.eu-central-1.amazonaws.com/', async request => {
        bodies.push(await request.request.text());
        return new HttpResponse(
          `<AssumeRoleResponse><AssumeRoleResult><Credentials>
             <AccessKeyId>ASIAREADER</AccessKeyId><SecretAccessKey>reader</SecretAccessKey>
             <SessionToken>token</SessionToken>
             <Expiration>${new Date(
               Date.now() + 3_600_000,
             ).toISOString()}</Expiration>
           </Credentials></AssumeRoleResult></AssumeRoleResponse>`,
          { headers: { 'content-type': 'text/xml' } },
        );
      }),
    );
    const credentials = create();
    const answers = await Promise.all([
      credentials.provider('reader')(),
      credentials.clientOptions('reader').credentials(),
    ]);
    await credentials.provider('reader')();
    for (const answer of answers) {
      expect(answer).toMatchObject({
        accessKeyId: 'ASIAREADER',
        sessionToken: 'token',
      });
    }
    expect(bodies).toHaveLength(1);
    expect(new URLSearchParams(bodies[0]).get('RoleArn')).toBe(
      'arn:aws:iam::123456789012:role/slipway-reader',
    );
  });

  it("reads the stack user's key from Secrets Manager", async () => {
    answerSecret(200, {
      SecretString: '{"accessKeyId":"AKIASTACK","secretAccessKey":"stack"}',
    });
    await expect(create().provider('stackUser')()).resolves.toEqual({
      accessKeyId: 'AKIASTACK',
      secretAccessKey: 'stack',
    });
  });

  it('says that the environment is not bootstrapped where there is no key', async () => {
    answerSecret(400, { __type: 'ResourceNotFoundException' });
    await expect(create().provider('stackUser')()).rejects.toMatchObject({
      name: 'EnvironmentNotBootstrappedError',
      message:
        'The environment dev is not bootstrapped: the stack user\'s access key (secret slipway/stack-user) does not exist. Create it with the template "New environment".',
    });
  });

  it('does not quote a secret that it cannot read', async () => {
    answerSecret(200, { SecretString: 'AKIASTACK:very-secret' });
    await expect(create().provider('stackUser')()).rejects.toMatchObject({
      message:
        'The secret slipway/stack-user does not hold an access key: it must be JSON with accessKeyId and secretAccessKey',
    });
  });
});
