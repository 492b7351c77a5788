import { ConfigReader } from '@backstage/config';
import { findEnvironment, readEnvironments } from './readEnvironments';

const accepted = {
  id: 'CVE-2026-1234',
  reason: 'The parser is never reached',
  author: 'user:default/ada',
  expires: '2027-03-31',
};
const dev = { accountId: '123456789012', region: 'eu-central-1' };

function read(environments: Record<string, unknown>) {
  return readEnvironments(
    new ConfigReader({ slipway: { environments } } as never),
  );
}

describe('readEnvironments', () => {
  it('reads every setting and fills in the defaults', () => {
    expect(
      read({
        prod: {
          ...dev,
          prefix: 'shop',
          endpoint: 'http://127.0.0.1:4566/',
          prometheus: {
            url: 'https://prometheus.example.com/',
            bearerToken: 'token',
            scrapeConfigUrl: 'https://git.example.com/scrape.yml',
          },
          operator: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
          drift: { intervalMinutes: 15 },
          scans: {
            blockingSeverities: ['CRITICAL'],
            maximumScanAgeDays: 7,
            allowedRegistries: ['registry.example.com:5000'],
            acceptedVulnerabilities: [accepted],
          },
        },
        dev,
      }),
    ).toEqual([
      {
        name: 'dev',
        ...dev,
        prefix: 'slipway',
        drift: { intervalMinutes: 60 },
        scans: {
          blockingSeverities: ['CRITICAL', 'HIGH'],
          maximumScanAgeDays: 30,
          allowedRegistries: [],
          acceptedVulnerabilities: [],
        },
      },
      {
        name: 'prod',
        ...dev,
        prefix: 'shop',
        endpoint: 'http://127.0.0.1:4566',
        prometheus: {
          url: 'https://prometheus.example.com',
          timeoutSeconds: 5,
          bearerToken: 'token',
          scrapeConfigUrl: 'https://git.example.com/scrape.yml',
        },
        operator: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
        drift: { intervalMinutes: 15 },
        scans: {
          blockingSeverities: ['CRITICAL'],
          maximumScanAgeDays: 7,
          allowedRegistries: ['registry.example.com:5000'],
          acceptedVulnerabilities: [accepted],
        },
      },
    ]);
  });

  it('is empty without configuration', () => {
    expect(readEnvironments(new ConfigReader({}))).toEqual([]);
  });

  it.each([
    [
      'an unquoted account',
      { dev: { ...dev, accountId: 123456789012 } },
      "slipway.environments.dev.accountId: must be twelve digits in quotes, for example '123456789012'",
    ],
    [
      'a region that is none',
      { dev: { ...dev, region: 'Frankfurt' } },
      'slipway.environments.dev.region: must be an AWS region, for example eu-central-1',
    ],
    [
      'a prefix that AWS would refuse',
      { dev: { ...dev, prefix: 'Slip_way' } },
      'slipway.environments.dev.prefix: must have 2 to 16 lower-case letters, digits and single hyphens, start with a letter and not with internal-',
    ],
    [
      'an endpoint that is no address',
      { dev: { ...dev, endpoint: 'file:///etc' } },
      'slipway.environments.dev.endpoint: must be an http or https address, for example http://127.0.0.1:4566',
    ],
    [
      'two ways to sign in to Prometheus',
      {
        dev: {
          ...dev,
          prometheus: {
            url: 'https://prometheus.example.com',
            basicAuth: { username: 'a', password: 'b' },
            bearerToken: 'c',
          },
        },
      },
      'slipway.environments.dev.prometheus.bearerToken: cannot stand beside basicAuth: Prometheus takes one of them',
    ],
    [
      'a token that would go over the network as it is',
      {
        dev: {
          ...dev,
          prometheus: { url: 'http://prometheus:9090', bearerToken: 'c' },
        },
      },
      'slipway.environments.dev.prometheus.url: must be an https address where credentials are sent to it',
    ],
    [
      'a token with a line break',
      {
        dev: {
          ...dev,
          prometheus: {
            url: 'https://prometheus.example.com',
            bearerToken: 'c\nx: y',
          },
        },
      },
      'slipway.environments.dev.prometheus.bearerToken: must be a token without spaces or line breaks',
    ],
    [
      'a page of scrape settings that is none',
      {
        dev: {
          ...dev,
          prometheus: {
            url: 'https://prometheus.example.com',
            scrapeConfigUrl: 'http://git.example.com/scrape.yml',
          },
        },
      },
      'slipway.environments.dev.prometheus.scrapeConfigUrl: must be an https address',
    ],
    [
      'credentials in an address',
      { dev: { ...dev, prometheus: { url: 'https://a:b@prometheus' } } },
      'slipway.environments.dev.prometheus.url: must be a base address without credentials, query or fragment',
    ],
    [
      'a misspelt key',
      { dev: { ...dev, prefx: 'slipway' } },
      'slipway.environments.dev: Unrecognized key: "prefx"',
    ],
    [
      'a severity that ECR does not have',
      { dev: { ...dev, scans: { blockingSeverities: ['SEVERE'] } } },
      'slipway.environments.dev.scans.blockingSeverities.0: Invalid option: expected one of "CRITICAL"|"HIGH"|"MEDIUM"|"LOW"|"INFORMATIONAL"|"UNDEFINED"|"UNTRIAGED"',
    ],
    [
      'an accepted vulnerability that never expires',
      {
        dev: {
          ...dev,
          scans: {
            acceptedVulnerabilities: [{ ...accepted, expires: 'never' }],
          },
        },
      },
      "slipway.environments.dev.scans.acceptedVulnerabilities.0.expires: must be a day in quotes, for example '2027-03-31'",
    ],
    [
      'a registry that is an address',
      {
        dev: {
          ...dev,
          scans: { allowedRegistries: ['https://example.com/x'] },
        },
      },
      'slipway.environments.dev.scans.allowedRegistries.0: must be the host of a registry, for example 123456789012.dkr.ecr.eu-central-1.amazonaws.com',
    ],
    [
      'a name with capitals',
      { Dev: dev },
      'slipway.environments.Dev: an environment name has lower-case letters, digits and hyphens, starts with a letter and has at most 31 characters',
    ],
    [
      'two environments that share their names',
      { dev, test: dev },
      'slipway.environments.test.prefix: slipway is the prefix of slipway.environments.dev in the same account and region; give one of them another prefix',
    ],
  ])('refuses %s', (_, environments, message) => {
    expect(() => read(environments)).toThrow(
      expect.objectContaining({ name: 'InputError', message }),
    );
  });
});

describe('findEnvironment', () => {
  it('names the configured environments when there is no such one', () => {
    expect(() => findEnvironment(read({ dev }), 'prod')).toThrow(
      'No environment "prod" is configured; there is dev',
    );
    expect(() => findEnvironment([], 'prod')).toThrow(
      'No environment "prod" is configured; add one under slipway.environments in app-config',
    );
  });
});
