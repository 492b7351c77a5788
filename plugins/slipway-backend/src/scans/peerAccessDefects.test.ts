// What the routes of other plugins get wrong about scans: of Harbor (D9), of Quay (D13), of proxies with one token (D14).
import { registerMswTestHooks } from '@backstage/backend-test-utils';
import { setupServer } from 'msw/node';
import request from 'supertest';
import { FakeAws } from '../__testUtils__/fakeAws';
import { DIGEST } from '../__testUtils__/ordersState';
import { runOrders } from '../__testUtils__/runningOrders';
import {
  AWS_ENDPOINT,
  component,
  loopback,
  startPlugin,
} from '../__testUtils__/startPlugin';

const OTHER = `sha256:${'d5'.repeat(32)}`;
const worker = setupServer(loopback);
registerMswTestHooks(worker);

/** The routes of the plugin, for the entity `orders`. */
async function portal(options: { denied?: string[]; entityRef?: string } = {}) {
  const aws = new FakeAws();
  worker.use(...aws.handlers(AWS_ENDPOINT));
  runOrders(aws, { entityRef: options.entityRef });
  const server = await startPlugin({
    entities: [component('orders', { 'slipway.dev/stack': 'orders' })],
    denied: options.denied,
  });
  const get = (where: string) =>
    request(server).get(
      `/api/slipway/entities/default/component/orders/environments/local/${where}`,
    );
  return { aws, get };
}

describe('defects of the routes of peers', () => {
  it('D9: a repository that the caller names', async () => {
    const { aws, get } = await portal();
    const asked: unknown[] = [];
    const { BatchGetImage } = aws.answers;
    aws.answers.BatchGetImage = input => {
      asked.push(input);
      return typeof BatchGetImage === 'function'
        ? BatchGetImage(input)
        : BatchGetImage;
    };
    await get(
      `scans/findings?digest=${DIGEST}&repository=slipway/payments&registryId=999999999999`,
    ).expect(200);
    expect(asked).toMatchObject([
      { registryId: '123456789012', repositoryName: 'slipway/orders' },
    ]);
    await get(`scans/findings?digest=${OTHER}`).expect(404);
    expect(asked).toHaveLength(1);
  });

  it('D13: a denied request that is sent on all the same', async () => {
    const { aws, get } = await portal({ denied: ['slipway.scans.read'] });
    for (const where of [
      'facets/scans',
      'scans/details',
      `scans/findings?digest=${DIGEST}`,
    ]) {
      await get(where).expect(403);
    }
    expect(aws.calls).toEqual([]);
  });

  it('D14: the whole reach of one credential for everyone who is signed in', async () => {
    const { aws, get } = await portal({ entityRef: 'component:default/other' });
    await get(`scans/findings?digest=${DIGEST}`).expect(404);
    const { body } = await get('facets/scans').expect(200);
    expect(body).toMatchObject({ verdict: 'unknown' });
    expect(body).not.toHaveProperty('data');
    // The state says whose the stack is; the registry was not asked.
    expect(aws.calls).not.toContain('BatchGetImage');
    expect(aws.calls).not.toContain('DescribeImageScanFindings');
  });
});
