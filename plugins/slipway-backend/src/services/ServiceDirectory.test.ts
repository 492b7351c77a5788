import { mockCredentials } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { ServiceDirectory } from './ServiceDirectory';

async function sourceLocationOf(annotations: Record<string, string>) {
  const directory = ServiceDirectory.create({
    catalog: catalogServiceMock({
      entities: [
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: {
            name: 'orders',
            annotations: { 'slipway.dev/stack': 'orders', ...annotations },
          },
        },
      ],
    }),
    environments: [],
  });
  const ref = { kind: 'component', namespace: 'default', name: 'orders' };
  const placed = await directory.place(ref, mockCredentials.user());
  return placed.sourceLocation;
}

describe('ServiceDirectory', () => {
  it.each([
    [
      'the one that the catalog names',
      {
        'backstage.io/source-location': 'url:https://github.com/a/b/tree/main/',
        'backstage.io/managed-by-location':
          'url:https://github.com/a/b/blob/main/catalog-info.yaml',
      },
      'url:https://github.com/a/b/tree/main/',
    ],
    [
      'the folder of the file that it read',
      {
        'backstage.io/managed-by-location':
          'file:/srv/repositories/orders/catalog-info.yaml',
      },
      'file:/srv/repositories/orders/',
    ],
    ['unknown', {}, undefined],
  ])('finds that the source is %s', async (_name, annotations, location) => {
    expect(await sourceLocationOf(annotations as never)).toBe(location);
  });
});
