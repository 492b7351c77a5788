import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import {
  MockFetchApi,
  mockApis,
  registerMswTestHooks,
} from '@backstage/test-utils';
import { FakeBackend } from '../__testUtils__/FakeBackend';
import * as fixtures from '../__testUtils__/fixtures';
import { SlipwayClient } from './SlipwayClient';

const location = {
  entityRef: 'component:default/orders',
  environment: 'local',
};

describe('SlipwayClient', () => {
  const server = setupServer();
  registerMswTestHooks(server);
  const client = SlipwayClient.create({
    discoveryApi: mockApis.discovery(),
    fetchApi: new MockFetchApi(),
  });
  let backend: FakeBackend;

  beforeEach(() => {
    backend = new FakeBackend();
    server.use(...backend.handlers());
  });

  it('reads environments, placement and overview', async () => {
    expect(await client.getEnvironments()).toEqual([fixtures.environment]);
    expect(await client.getPlacement(location.entityRef)).toEqual(
      fixtures.placement,
    );
    expect(await client.getOverview(location.entityRef)).toEqual(
      fixtures.overview,
    );
  });

  it.each(['deployments', 'state', 'drift', 'scans', 'metrics'] as const)(
    'reads the facet %s by its own route',
    async facet => {
      expect(await client.getFacet({ ...location, facet })).toEqual(
        fixtures.healthy[facet],
      );
      expect(backend.requests).toEqual([facet]);
    },
  );

  it('starts a drift check', async () => {
    expect(await client.startDriftCheck(location)).toEqual({
      status: 'queued',
    });
  });

  it('keeps a name from becoming a path of its own', async () => {
    let path = '';
    server.use(
      http.get('*', ({ request }) => {
        path = new URL(request.url).pathname;
        return HttpResponse.json(fixtures.healthy.state);
      }),
    );
    await client.getFacet({
      ...location,
      environment: '../prod?x#y',
      facet: 'state',
    });
    expect(path).toBe(
      '/api/slipway/entities/default/component/orders/environments/..%2Fprod%3Fx%23y/facets/state',
    );
  });

  it('throws what the backend says', async () => {
    backend.failure = {
      status: 404,
      name: 'NotFoundError',
      message: 'No entity component:default/orders',
    };
    await expect(client.getPlacement(location.entityRef)).rejects.toMatchObject(
      {
        name: 'ResponseError',
        statusCode: 404,
        cause: { message: 'No entity component:default/orders' },
      },
    );
  });

  it('refuses an answer that is not as the schema says', async () => {
    server.use(
      http.get('*', () =>
        HttpResponse.json({
          verdict: 'healthy',
          problem: fixtures.unreachable,
        }),
      ),
    );
    await expect(
      client.getFacet({ ...location, facet: 'scans' }),
    ).rejects.toMatchObject({ name: 'ZodError' });
  });
});
