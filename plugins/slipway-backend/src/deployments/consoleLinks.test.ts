import { ConsoleLinks } from './consoleLinks';

const service = { clusterName: 'slipway', name: 'slipway-orders' };

describe('ConsoleLinks', () => {
  it('leads to service, deployment, task and logs', () => {
    const links = new ConsoleLinks({
      region: 'eu-central-1',
      partition: 'aws',
    });
    const base = 'https://eu-central-1.console.aws.amazon.com';
    const ecs = `${base}/ecs/v2/clusters/slipway`;
    const query = '?region=eu-central-1';
    expect(links.service(service)).toBe(
      `${ecs}/services/slipway-orders/health${query}`,
    );
    expect(links.deployment(service, 'abc')).toBe(
      `${ecs}/services/slipway-orders/deployments/abc${query}`,
    );
    expect(links.task('slipway', '1f')).toBe(`${ecs}/tasks/1f${query}`);
    expect(links.logs({ group: '/slipway/orders' })).toBe(
      `${base}/cloudwatch/home${query}#logsV2:log-groups/log-group/$252Fslipway$252Forders`,
    );
    expect(
      links.logs({ group: '/slipway/orders', stream: 'app/orders/1f' }),
    ).toBe(
      `${base}/cloudwatch/home${query}#logsV2:log-groups/log-group/$252Fslipway$252Forders/log-events/app$252Forders$252F1f`,
    );
    expect(links.logs({ group: 'other', region: 'us-east-1' })).toBe(
      'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/other',
    );
  });

  it.each([
    ['aws-cn', 'https://cn-north-1.console.amazonaws.cn/'],
    ['aws-us-gov', 'https://cn-north-1.console.amazonaws-us-gov.com/'],
  ])('knows the console of the partition %s', (partition, start) => {
    const links = new ConsoleLinks({ region: 'cn-north-1', partition });
    expect(links.task('slipway', '1')?.startsWith(start)).toBe(true);
  });

  it.each([undefined, { region: 'us-iso-east-1', partition: 'aws-iso' }])(
    'has none for %j',
    location => {
      const links = new ConsoleLinks(location);
      expect(links.service(service)).toBeUndefined();
      expect(links.logs({ group: '/slipway/orders' })).toBeUndefined();
    },
  );
});
