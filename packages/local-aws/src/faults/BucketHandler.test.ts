import { AdminRoutes } from '../proxy/AdminRoutes';
import { parseAwsRequest } from '../proxy/AwsRequest';
import { jsonResponse } from '../proxy/AwsResponse';
import { BucketHandler } from './BucketHandler';

function setUp() {
  const admin = AdminRoutes.create();
  const handler = BucketHandler.create({ admin });
  const call = async (action: string, region = 'eu-central-1') => {
    const request = parseAwsRequest({
      method: 'POST',
      url: '/',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/${region}/ecs/aws4_request`,
        'x-amz-target': `AmazonEC2ContainerServiceV20141113.${action}`,
      },
      body: Buffer.from('{}'),
    });
    try {
      await handler.handle(request, async () => jsonResponse({}));
      return 'answered';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  const calls = async (count: number, ...from: Parameters<typeof call>) => {
    const results = [];
    for (let made = 0; made < count; made += 1) {
      results.push(await call(...from));
    }
    return results.filter(result => result === 'answered').length;
  };
  const send = async (method: string, body?: unknown) => {
    const answer = await admin.handle({
      method,
      url: '/_local/buckets',
      headers: {},
      body: Buffer.from(body ? JSON.stringify(body) : ''),
    });
    return JSON.parse(answer.body.toString('utf8'));
  };
  return { call, calls, send };
}

describe('BucketHandler', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('throttles nothing until it is told to', async () => {
    const { calls } = setUp();
    expect(await calls(300, 'DescribeServices')).toBe(300);
  });

  it('allows the published burst, then what drips in, to all actions of a bucket together', async () => {
    const { call, calls, send } = setUp();
    await send('PUT', { enforced: true });
    expect(await calls(120, 'ListTasks')).toBe(100);
    expect(await call('DescribeTasks')).toBe('ThrottlingException');
    expect(await call('DescribeServices')).toBe('answered');
    expect(await call('ListTasks', 'eu-west-1')).toBe('answered');
    jest.advanceTimersByTime(1_000);
    expect(await calls(50, 'DescribeTasks')).toBe(20);
    expect(await send('GET')).toEqual({
      enforced: true,
      throttled: { 'ecs:DescribeTasks': 31, 'ecs:ListTasks': 20 },
    });
  });

  it.each([
    ['DescribeClusters', 'ListClusters', 50],
    ['DescribeTasks', 'ListContainerInstances', 100],
    ['DescribeServices', 'ListServices', 100],
    ['ListServiceDeployments', 'DescribeServiceDeployments', 50],
    ['DescribeServiceRevisions', 'DescribeServiceRevisions', 50],
    ['DescribeTaskDefinition', 'ListTaskDefinitions', 50],
  ])('gives %s and %s together %s calls at once', async (one, other, burst) => {
    const { call, calls, send } = setUp();
    await send('PUT', { enforced: true });
    expect(await calls(burst, one)).toBe(burst);
    expect(await call(other)).toBe('ThrottlingException');
  });

  it('leaves alone what has no published bucket', async () => {
    const { calls, send } = setUp();
    await send('PUT', { enforced: true });
    expect(await calls(300, 'UpdateService')).toBe(300);
  });

  it('can be switched off', async () => {
    const { calls, send } = setUp();
    await send('PUT', { enforced: true });
    await send('PUT', { enforced: false });
    expect(await calls(300, 'ListTasks')).toBe(300);
  });
});
