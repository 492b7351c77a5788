import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { findGitHubSource, readRootFiles } from './GitHubSource';

const integrations = ScmIntegrations.fromConfig(
  new ConfigReader({
    integrations: {
      gitlab: [
        { host: 'gitlab.example', apiBaseUrl: 'https://gitlab.example/api/v4' },
      ],
    },
  }),
);

const entityAt = (location: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'orders',
    annotations: { 'backstage.io/source-location': location },
  },
});

describe('findGitHubSource', () => {
  it.each([
    [
      'url:https://github.com/acme/orders/tree/main/',
      {
        repoUrl: 'github.com?owner=acme&repo=orders',
        branch: 'main',
        folder: '',
        rootUrl: 'https://github.com/acme/orders/tree/main/terraform',
      },
    ],
    [
      'url:https://github.com/acme/shop/tree/main/services/orders/',
      {
        repoUrl: 'github.com?owner=acme&repo=shop',
        branch: 'main',
        folder: 'services/orders',
        rootUrl:
          'https://github.com/acme/shop/tree/main/services/orders/terraform',
      },
    ],
  ])('reads %s', (location, expected) => {
    expect(findGitHubSource(entityAt(location), integrations)).toEqual(
      expected,
    );
  });

  it.each([
    'url:https://gitlab.example/acme/orders/-/tree/main/',
    'file:/srv/repositories/orders',
  ])('refuses %s', location => {
    expect(() => findGitHubSource(entityAt(location), integrations)).toThrow(
      /orders was not registered from a repository on GitHub/,
    );
  });
});

describe('readRootFiles', () => {
  const source = findGitHubSource(
    entityAt('url:https://github.com/acme/orders/tree/main/'),
    integrations,
  );
  const readerOf = (files: Record<string, string>) => {
    const readTree = jest.fn(
      async (_url: string, options?: { filter?(path: string): boolean }) => ({
        files: async () =>
          Object.entries(files)
            .filter(([path]) => options?.filter?.(path))
            .map(([path, text]) => ({
              path,
              content: async () => Buffer.from(text),
            })),
      }),
    );
    return mockServices.urlReader.mock({ readTree: readTree as never });
  };

  it('reads code and variables of the folder alone', async () => {
    const files = {
      'main.tf': 'a',
      'terraform.tfvars.json': '{}',
      'README.md': 'b',
      'tests/main.tftest.hcl': 'c',
      'modules/x/main.tf': 'd',
    };
    await expect(readRootFiles(source, readerOf(files))).resolves.toEqual(
      new Map([
        ['main.tf', 'a'],
        ['terraform.tfvars.json', '{}'],
      ]),
    );
  });

  it('says where it looked for code', async () => {
    await expect(readRootFiles(source, readerOf({}))).rejects.toThrow(
      'https://github.com/acme/orders/tree/main/terraform holds no Terraform code',
    );
  });
});
