import { mockCredentials } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { waitForEntity } from './waitForEntity';

const orders = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders' },
};

const options = {
  credentials: mockCredentials.user(),
  entityRef: 'component:default/orders',
  timeoutMs: 50,
  intervalMs: 5,
};

describe('waitForEntity', () => {
  it('ends when the entity is there', async () => {
    const catalog = catalogServiceMock.mock();
    catalog.getEntityByRef
      .mockResolvedValueOnce(undefined)
      .mockResolvedValueOnce(orders);
    await waitForEntity({ ...options, catalog });
    expect(catalog.getEntityByRef).toHaveBeenCalledTimes(2);
  });

  it('says what to check when the entity does not appear', async () => {
    await expect(
      waitForEntity({ ...options, catalog: catalogServiceMock() }),
    ).rejects.toThrow(
      /^component:default\/orders was published but is not in the catalog after 0.05 s/,
    );
  });

  it('ends when the task is cancelled', async () => {
    await expect(
      waitForEntity({
        ...options,
        timeoutMs: 60_000,
        intervalMs: 60_000,
        catalog: catalogServiceMock(),
        signal: AbortSignal.timeout(20),
      }),
    ).rejects.toThrow(/abort/);
  });
});
