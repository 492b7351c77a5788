import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import {
  mockServices,
  registerMswTestHooks,
} from '@backstage/backend-test-utils';
import { type DriftFinding } from '@slipway/plugin-slipway-common';
import { planSchema } from '@slipway/plugin-slipway-node';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { findAuthors } from './findAuthors';

const ENDPOINT = 'http://trail.example';
const worker = setupServer();
registerMswTestHooks(worker);

const address = 'aws_ecs_service.main[0]';
const finding: DriftFinding = {
  kind: 'configuration',
  address,
  attribute: 'desired_count',
  action: 'update',
  declared: '2',
  actual: '5',
  masked: false,
};
const since = new Date(Date.UTC(2026, 10, 23, 12));

const plan = planSchema.parse({
  format_version: '1.2',
  resource_changes: [
    {
      address,
      mode: 'managed',
      type: 'aws_ecs_service',
      name: 'main',
      change: {
        actions: ['update'],
        before: { name: 'slipway-orders', id: 'arn:aws:ecs:…' },
        after: {},
      },
    },
  ],
});

// The form of CloudTrail's own answers: times in seconds, `ReadOnly` as text, the whole event as a text of JSON.
function event(name: string, options: { who: string; readOnly?: boolean }) {
  return {
    EventId: 'b0f1c2d3-0000-4000-8000-000000000001',
    EventName: name,
    ReadOnly: String(options.readOnly ?? false),
    AccessKeyId: 'ASIAEXAMPLE',
    EventTime: 1795523400,
    EventSource: 'ecs.amazonaws.com',
    Username: options.who,
    Resources: [
      { ResourceType: 'AWS::ECS::Service', ResourceName: 'slipway-orders' },
    ],
    CloudTrailEvent: JSON.stringify({ requestParameters: 'canary-of-trail' }),
  };
}

function find(findings: DriftFinding[]) {
  return findAuthors(findings, plan, {
    trail: new CloudTrailClient({
      region: 'eu-central-1',
      endpoint: ENDPOINT,
      credentials: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'secret' },
      maxAttempts: 1,
    }),
    since,
    applier: 'slipway-stack-user',
    logger: mockServices.logger.mock(),
  });
}

describe('findAuthors', () => {
  it('names who changed the resource last, not who looked at it nor Slipway itself', async () => {
    const asked: unknown[] = [];
    worker.use(
      http.post(ENDPOINT, async ({ request }) => {
        expect(request.headers.get('x-amz-target')).toMatch(/LookupEvents$/);
        asked.push(await request.json());
        return HttpResponse.json({
          Events: [
            event('DescribeServices', { who: 'eve', readOnly: true }),
            event('UpdateService', { who: 'slipway-stack-user' }),
            event('UpdateService', { who: 'ada' }),
            event('UpdateService', { who: 'bob' }),
          ],
        });
      }),
    );
    const found = await find([finding, { ...finding, attribute: 'tags.a' }]);
    const changedBy = {
      who: 'ada',
      event: 'UpdateService',
      at: new Date(1795523400_000).toISOString(),
    };
    expect(found).toEqual([
      { ...finding, changedBy },
      { ...finding, attribute: 'tags.a', changedBy },
    ]);
    expect(asked).toEqual([
      {
        LookupAttributes: [
          { AttributeKey: 'ResourceName', AttributeValue: 'slipway-orders' },
        ],
        StartTime: since.getTime() / 1000,
        MaxResults: 50,
      },
    ]);
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  it.each([
    [
      'a denial',
      () =>
        HttpResponse.json(
          {
            __type: 'AccessDeniedException',
            Message:
              'User is not authorized to perform: cloudtrail:LookupEvents',
          },
          { status: 400 },
        ),
    ],
    [
      'an emulator without CloudTrail',
      () => new HttpResponse('', { status: 501 }),
    ],
    ['no event', () => HttpResponse.json({ Events: [] })],
  ])('leaves the findings as they are after %s', async (_name, answer) => {
    worker.use(http.post(ENDPOINT, answer));
    expect(await find([finding])).toEqual([finding]);
  });

  it('asks nothing where nothing was changed by hand', async () => {
    const quiet: DriftFinding[] = [
      { ...finding, kind: 'pending' },
      { ...finding, explanation: 'autoscaling' },
    ];
    expect(await find(quiet)).toEqual(quiet);
  });
});
