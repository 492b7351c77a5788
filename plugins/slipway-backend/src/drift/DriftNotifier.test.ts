import { mockServices } from '@backstage/backend-test-utils';
import { type Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { DriftNotifier } from './DriftNotifier';

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'orders',
    namespace: 'default',
    annotations: { 'slipway.dev/stack': 'orders' },
  },
  relations: [
    { type: 'ownedBy', targetRef: 'group:default/orders-team' },
    { type: 'partOf', targetRef: 'system:default/shop' },
  ],
};
const begun = {
  key: { environment: 'prod', stack: 'orders' },
  entityRef: 'component:default/orders',
  findings: 2,
};

function setUp(options: { send?: jest.Mock; entities?: Entity[] } = {}) {
  const { send = jest.fn(), entities = [entity] } = options;
  const notifier = DriftNotifier.create({
    auth: mockServices.auth(),
    catalog: catalogServiceMock({ entities }),
    notifications: { send },
    logger: mockServices.logger.mock(),
  });
  return { notifier, send };
}

describe('DriftNotifier', () => {
  it('tells the owner of the entity that the stack names', async () => {
    const { notifier, send } = setUp();
    await notifier.notify(begun);
    expect(send.mock.calls).toEqual([
      [
        {
          recipients: {
            type: 'entity',
            entityRef: ['group:default/orders-team'],
          },
          payload: {
            title: 'orders drifted in prod',
            description:
              '2 differences between what is declared and what is there.',
            link: '/catalog/default/component/orders',
            severity: 'normal',
            topic: 'slipway.drift',
            scope: 'slipway.drift/prod/orders',
          },
        },
      ],
    ]);
  });

  it.each([
    ['names no entity', { ...begun, entityRef: undefined }],
    [
      'names an entity that is not there',
      { ...begun, entityRef: 'component:default/lost' },
    ],
    [
      'is not the stack of the entity',
      { ...begun, key: { environment: 'prod', stack: 'billing' } },
    ],
  ])('tells nobody where the stack %s', async (_name, drift) => {
    const { notifier, send } = setUp();
    await notifier.notify(drift);
    expect(send).not.toHaveBeenCalled();
  });

  it('bears a portal without notifications', async () => {
    const { notifier } = setUp({
      send: jest.fn().mockRejectedValue(new Error('404')),
    });
    await expect(notifier.notify(begun)).resolves.toBeUndefined();
  });
});
