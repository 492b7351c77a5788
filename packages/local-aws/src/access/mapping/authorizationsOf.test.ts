import { parseAwsRequest } from '../../proxy/AwsRequest';
import { authorizationsOf } from './authorizationsOf';

const accountId = '123456789012';
const arn = (service: string, resource: string) =>
  `arn:aws:${service}:eu-central-1:${accountId}:${resource}`;

function authorization(service: string) {
  return `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/eu-central-1/${service}/aws4_request`;
}

function json(service: string, action: string, body: object) {
  return ask({
    method: 'POST',
    url: '/',
    headers: {
      authorization: authorization(service),
      'x-amz-target': `Target.${action}`,
    },
    body: Buffer.from(JSON.stringify(body)),
  });
}

function form(service: string, action: string, body: Record<string, string>) {
  return ask({
    method: 'POST',
    url: '/',
    headers: {
      authorization: authorization(service),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: Buffer.from(
      new URLSearchParams({ Action: action, ...body }).toString(),
    ),
  });
}

function s3(method: string, url: string, body = '') {
  return ask({
    method,
    url,
    headers: { authorization: authorization('s3') },
    body: Buffer.from(body),
  });
}

function ask(raw: Parameters<typeof parseAwsRequest>[0]) {
  return authorizationsOf({ request: parseAwsRequest(raw), accountId }).map(
    ({ action, resource, context }) => ({ action, resource, context }),
  );
}

describe('authorizationsOf', () => {
  it('asks for an alarm by its name, with the tags that it is made with', () => {
    const resource = arn('cloudwatch', 'alarm:slipway-orders/errors');
    const context = {
      'aws:TagKeys': ['slipway:environment'],
      'aws:RequestTag/slipway:environment': 'dev',
    };
    expect(
      form('monitoring', 'PutMetricAlarm', {
        AlarmName: 'slipway-orders/errors',
        'Tags.member.1.Key': 'slipway:environment',
        'Tags.member.1.Value': 'dev',
      }),
    ).toEqual([
      { action: 'cloudwatch:PutMetricAlarm', resource, context },
      { action: 'cloudwatch:TagResource', resource, context },
    ]);
    expect(
      form('monitoring', 'UntagResource', {
        ResourceARN: resource,
        'TagKeys.member.1': 'slipway:environment',
      }),
    ).toEqual([
      {
        action: 'cloudwatch:UntagResource',
        resource,
        context: { 'aws:TagKeys': ['slipway:environment'] },
      },
    ]);
  });

  it('asks for a dashboard by its name, which lies in no region', () => {
    expect(
      form('monitoring', 'PutDashboard', { DashboardName: 'slipway-orders' }),
    ).toEqual([
      {
        action: 'cloudwatch:PutDashboard',
        resource: `arn:aws:cloudwatch::${accountId}:dashboard/slipway-orders`,
        context: {},
      },
    ]);
  });

  it('names an ECS service with its cluster, by name or ARN', () => {
    const service = arn('ecs', 'service/slipway/slipway-orders');
    const cluster = arn('ecs', 'cluster/slipway');
    const expected = [
      {
        action: 'ecs:UpdateService',
        resource: service,
        context: { 'ecs:cluster': cluster },
      },
    ];
    expect(
      json('ecs', 'UpdateService', {
        cluster: 'slipway',
        service: 'slipway-orders',
      }),
    ).toEqual(expected);
    expect(json('ecs', 'UpdateService', { cluster, service })).toEqual(
      expected,
    );
  });

  it('names a task set with its service, and one that is created as any of it', () => {
    const of = { cluster: 'slipway', service: 'slipway-orders' };
    const context = {
      'ecs:cluster': arn('ecs', 'cluster/slipway'),
      'ecs:service': arn('ecs', 'service/slipway/slipway-orders'),
    };
    const taskSet = arn('ecs', 'task-set/slipway/slipway-orders/ecs-svc/1');
    for (const name of ['ecs-svc/1', taskSet]) {
      expect(json('ecs', 'UpdateTaskSet', { ...of, taskSet: name })).toEqual([
        { action: 'ecs:UpdateTaskSet', resource: taskSet, context },
      ]);
    }
    expect(json('ecs', 'CreateTaskSet', of)).toMatchObject([
      { resource: arn('ecs', 'task-set/slipway/slipway-orders/*') },
    ]);
  });

  it('asks for every role that a task definition passes', () => {
    const role = `arn:aws:iam::${accountId}:role/slipway/orders`;
    expect(
      json('ecs', 'RegisterTaskDefinition', {
        family: 'orders',
        taskRoleArn: role,
        executionRoleArn: 'plain-name',
      }),
    ).toEqual([
      {
        action: 'ecs:RegisterTaskDefinition',
        resource: arn('ecs', 'task-definition/orders:1'),
        context: {},
      },
      ...[role, `arn:aws:iam::${accountId}:role/plain-name`].map(resource => ({
        action: 'iam:PassRole',
        resource,
        context: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
      })),
    ]);
  });

  it('asks on parent and child when EC2 creates something tagged, each with its own context', () => {
    const tags = {
      'aws:TagKeys': ['slipway:environment'],
      'aws:RequestTag/slipway:environment': 'local',
    };
    const subnet = arn('ec2', 'subnet/subnet-00000000000000000');
    expect(
      form('ec2', 'CreateSubnet', {
        VpcId: 'vpc-1',
        'TagSpecification.1.ResourceType': 'subnet',
        'TagSpecification.1.Tag.1.Key': 'slipway:environment',
        'TagSpecification.1.Tag.1.Value': 'local',
      }),
    ).toEqual([
      {
        action: 'ec2:CreateSubnet',
        resource: arn('ec2', 'vpc/vpc-1'),
        context: {},
      },
      { action: 'ec2:CreateSubnet', resource: subnet, context: tags },
      {
        action: 'ec2:CreateTags',
        resource: subnet,
        context: { ...tags, 'ec2:CreateAction': 'CreateSubnet' },
      },
    ]);
  });

  it('does not ask for what a security group rule only refers to', () => {
    expect(
      form('ec2', 'RevokeSecurityGroupIngress', {
        GroupId: 'sg-1',
        'IpPermissions.1.Groups.1.GroupId': 'sg-2',
      }).map(({ resource }) => resource),
    ).toEqual([arn('ec2', 'security-group/sg-1')]);
  });

  it.each([
    ['GET', '/b/services/x%20y.json', 's3:GetObject', 'b/services/x y.json'],
    ['HEAD', '/b/k', 's3:GetObject', 'b/k'],
    ['GET', '/b/k?versionId=1', 's3:GetObjectVersion', 'b/k'],
    ['DELETE', '/b/k?versionId=1', 's3:DeleteObjectVersion', 'b/k'],
    ['DELETE', '/b/k', 's3:DeleteObject', 'b/k'],
    ['PUT', '/b?versioning', 's3:PutBucketVersioning', 'b'],
    ['PUT', '/b?lifecycle', 's3:PutLifecycleConfiguration', 'b'],
    ['GET', '/b?publicAccessBlock', 's3:GetBucketPublicAccessBlock', 'b'],
    ['GET', '/b?versions', 's3:ListBucketVersions', 'b'],
    ['HEAD', '/b', 's3:ListBucket', 'b'],
  ])('%s %s is %s', (method, url, action, resource) => {
    expect(s3(method, url)).toMatchObject([
      { action, resource: `arn:aws:s3:::${resource}` },
    ]);
  });

  it('asks for every key of a batch delete', () => {
    expect(
      s3(
        'POST',
        '/b?delete',
        '<Delete><Object><Key>a</Key></Object><Object><Key>b</Key><VersionId>1</VersionId></Object></Delete>',
      ),
    ).toMatchObject([
      { action: 's3:DeleteObject', resource: 'arn:aws:s3:::b/a' },
      { action: 's3:DeleteObjectVersion', resource: 'arn:aws:s3:::b/b' },
    ]);
  });

  it('passes the prefix of a listing on', () => {
    expect(s3('GET', '/b?list-type=2&prefix=services/')).toEqual([
      {
        action: 's3:ListBucket',
        resource: 'arn:aws:s3:::b',
        context: { 's3:prefix': 'services/' },
      },
    ]);
  });

  it('asks for the secret that RDS makes when it manages the password', () => {
    expect(
      form('rds', 'CreateDBInstance', {
        DBInstanceIdentifier: 'orders',
        DBSubnetGroupName: 'orders',
        ManageMasterUserPassword: 'true',
      }),
    ).toMatchObject([
      { action: 'rds:CreateDBInstance', resource: arn('rds', 'db:orders') },
      { action: 'rds:CreateDBInstance', resource: arn('rds', 'subgrp:orders') },
      {
        action: 'secretsmanager:CreateSecret',
        resource: expect.stringContaining(':secret:rds!db-'),
      },
      {
        action: 'secretsmanager:TagResource',
        resource: expect.stringContaining(':secret:rds!db-'),
      },
    ]);
  });

  it('asks for rules on their listener, and for their tags on what is created', () => {
    const listener = arn(
      'elasticloadbalancing',
      'listener/app/slipway/1111/2222',
    );
    expect(
      form('elasticloadbalancing', 'CreateRule', {
        ListenerArn: listener,
        'Tags.member.1.Key': 'a',
        'Tags.member.1.Value': 'b',
      }).map(({ action, resource }) => [action, resource]),
    ).toEqual([
      ['elasticloadbalancing:CreateRule', listener],
      [
        'elasticloadbalancing:AddTags',
        `${listener.replace(':listener/', ':listener-rule/')}/0000000000000000`,
      ],
    ]);
  });

  it('leaves the resource open for a service that it does not know', () => {
    expect(json('batch', 'SubmitJob', {})).toEqual([
      { action: 'batch:SubmitJob', resource: undefined, context: undefined },
    ]);
  });
});
