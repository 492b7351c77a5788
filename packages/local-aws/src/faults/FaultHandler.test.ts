import { AdminRoutes } from '../proxy/AdminRoutes';
import { parseAwsRequest } from '../proxy/AwsRequest';
import { jsonResponse } from '../proxy/AwsResponse';
import { FaultHandler } from './FaultHandler';

function setUp() {
  const admin = AdminRoutes.create();
  const handler = FaultHandler.create({ admin });
  const request = parseAwsRequest({
    method: 'POST',
    url: '/',
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/eu-central-1/ecs/aws4_request',
      'x-amz-target': 'AmazonEC2ContainerServiceV20141113.DescribeServices',
    },
    body: Buffer.from('{}'),
  });
  return {
    call: () => handler.handle(request, async () => jsonResponse({ ok: true })),
    send: async (method: string, path: string, body?: unknown) => {
      const answer = await admin.handle({
        method,
        url: `/_local/${path}`,
        headers: {},
        body: Buffer.from(body ? JSON.stringify(body) : ''),
      });
      return {
        status: answer.status,
        body: JSON.parse(answer.body.toString('utf8')),
      };
    },
  };
}

describe('FaultHandler', () => {
  it('disturbs as many calls as asked, then lets them pass', async () => {
    const { call, send } = setUp();
    await send('POST', 'faults', {
      action: 'ecs:DescribeServices',
      kind: 'throttle',
      times: 2,
    });

    await expect(call()).rejects.toMatchObject({ code: 'ThrottlingException' });
    await expect(call()).rejects.toMatchObject({ code: 'ThrottlingException' });
    await expect(call()).resolves.toMatchObject({ status: 200 });
  });

  it('names the denied action as AWS does', async () => {
    const { call, send } = setUp();
    await send('POST', 'faults', { action: 'DescribeServices', kind: 'deny' });

    await expect(call()).rejects.toThrow(
      'User: AKIAEXAMPLE is not authorized to perform: ecs:DescribeServices on resource: * because no identity-based policy allows the ecs:DescribeServices action',
    );

    await send('DELETE', 'faults');
    await expect(call()).resolves.toMatchObject({ status: 200 });
  });

  it('counts every call by action, disturbed or not', async () => {
    const { call, send } = setUp();
    await send('POST', 'faults', { action: '*', kind: 'error', times: 1 });
    await expect(call()).rejects.toMatchObject({ status: 500 });
    await call();

    expect((await send('GET', 'calls')).body).toEqual({
      'ecs:DescribeServices': 2,
    });
    await send('DELETE', 'calls');
    expect((await send('GET', 'calls')).body).toEqual({});
  });

  it('refuses a fault that it does not know', async () => {
    const { send } = setUp();
    const answer = await send('POST', 'faults', { action: 'x', kind: 'flood' });
    expect(answer.status).toBe(400);
  });
});
