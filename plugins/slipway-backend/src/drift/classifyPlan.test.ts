import { planSchema } from '@slipway/plugin-slipway-node';
import { classifyPlan } from './classifyPlan';

interface Sides {
  before: object | null;
  after: object | null;
}

function resource(address: string, actions: string[], sides: Sides & object) {
  const [type = '', name = ''] = address.split('.');
  return {
    address,
    mode: 'managed',
    type,
    name,
    change: { actions, ...sides },
  };
}

function classify(plan: { drift?: object[]; changes?: object[] }) {
  return classifyPlan(
    planSchema.parse({
      format_version: '1.2',
      resource_drift: plan.drift,
      resource_changes: plan.changes,
    }),
  );
}

const SERVICE = 'aws_ecs_service.main';

describe('classifyPlan', () => {
  it('tells attributes of one resource apart: by hand, pending, noise', () => {
    expect(
      classify({
        drift: [
          resource(SERVICE, ['update'], {
            before: { desired_count: 2, cpu: 1, tags: null },
            after: { desired_count: 5, cpu: 2, tags: {} },
          }),
        ],
        changes: [
          resource(SERVICE, ['update'], {
            before: { desired_count: 5, cpu: 2, platform_version: '1' },
            after: { desired_count: 2, cpu: 2, platform_version: '2' },
          }),
        ],
      }),
    ).toEqual([
      {
        kind: 'configuration',
        address: SERVICE,
        attribute: 'desired_count',
        action: 'update',
        declared: '2',
        actual: '5',
        masked: false,
      },
      {
        kind: 'pending',
        address: SERVICE,
        attribute: 'platform_version',
        action: 'update',
        declared: '2',
        actual: '1',
        masked: false,
      },
    ]);
  });

  it('calls a difference without a planned change state-only, and null to {} nothing', () => {
    const noop = { before: {}, after: {} };
    expect(
      classify({
        drift: [
          resource(SERVICE, ['update'], {
            before: { desired_count: 2 },
            after: { desired_count: 3 },
          }),
          resource('aws_iam_role.task', ['update'], {
            before: { tags: null },
            after: { tags: {} },
          }),
        ],
        changes: [
          resource(SERVICE, ['no-op'], noop),
          resource('aws_iam_role.task', ['no-op'], noop),
        ],
      }),
    ).toEqual([
      expect.objectContaining({
        kind: 'state-only',
        declared: '2',
        actual: '3',
      }),
    ]);
  });

  it('tells a resource that was deleted by hand from one that is new', () => {
    expect(
      classify({
        drift: [resource('a.gone', ['delete'], { before: {}, after: null })],
        changes: [
          resource('a.gone', ['create'], { before: null, after: {} }),
          resource('a.fresh', ['create'], { before: null, after: {} }),
          resource('a.retired', ['delete'], { before: {}, after: null }),
          {
            ...resource('data.a.read', ['read'], { before: null, after: {} }),
            mode: 'data',
          },
        ],
      }),
    ).toEqual([
      {
        kind: 'configuration',
        address: 'a.gone',
        action: 'create',
        masked: false,
      },
      { kind: 'pending', address: 'a.fresh', action: 'create', masked: false },
      {
        kind: 'pending',
        address: 'a.retired',
        action: 'delete',
        masked: false,
      },
    ]);
  });

  it('shows no value that is sensitive, structured or not known to be harmless', () => {
    const findings = classify({
      changes: [
        resource('a.b', ['update'], {
          before: {
            password: 'canary',
            cpu: 'canary',
            memory: ['canary'],
            container_definitions: 'canary',
          },
          after: {
            password: 'c',
            cpu: 'c',
            memory: ['c'],
            container_definitions: 'c',
          },
          ...{ before_sensitive: { cpu: true }, after_sensitive: {} },
        }),
      ],
    });
    expect(findings).toHaveLength(4);
    expect(findings.every(({ masked }) => masked)).toBe(true);
    expect(JSON.stringify(findings)).not.toContain('canary');
  });

  it('names a replacement whose values only the apply will know', () => {
    expect(
      classify({
        changes: [
          resource('a.b', ['delete', 'create'], {
            before: { arn: 'x' },
            after: {},
            ...{ after_unknown: { arn: true } },
          }),
        ],
      }),
    ).toEqual([
      { kind: 'pending', address: 'a.b', action: 'replace', masked: false },
    ]);
  });

  it('finds a first tag by hand, though the code declares none', () => {
    const ROLE = 'aws_iam_role.main';
    expect(
      classify({
        drift: [
          resource(ROLE, ['update'], {
            before: { tags: null },
            after: { tags: { 'by-hand': 'yes' } },
          }),
        ],
        changes: [
          resource(ROLE, ['update'], {
            before: { tags: { 'by-hand': 'yes' } },
            after: { tags: {} },
          }),
        ],
      }),
    ).toEqual([
      {
        kind: 'configuration',
        address: ROLE,
        attribute: 'tags.by-hand',
        action: 'update',
        masked: true,
      },
    ]);
  });

  it('explains what only follows from a resource that is made anew', () => {
    const follower = resource('aws_ecs_service.main', ['update'], {
      before: { task_definition: 'orders:1' },
      after: {},
      ...{ after_unknown: { task_definition: true } },
    });
    const made = resource('aws_ecs_task_definition.main', ['create'], {
      before: null,
      after: {},
    });
    const explanationOf = (changes: (typeof made)[]) =>
      classify({ changes }).find(
        ({ address }) => address === 'aws_ecs_service.main',
      )?.explanation;
    expect(explanationOf([follower, made])).toMatch(/^Follows from/);
    expect(explanationOf([follower])).toBeUndefined();
  });

  it('lets no consequence hide what was changed by hand', () => {
    const POLICY = 'aws_iam_role_policy.main';
    const drifted = { policy: 'canary-by-hand', name: 'a' };
    expect(
      classify({
        drift: [
          resource(POLICY, ['update'], {
            before: { policy: 'canary-of-the-code', name: 'a' },
            after: drifted,
          }),
        ],
        changes: [
          resource(POLICY, ['update'], {
            before: drifted,
            after: { name: 'a' },
            ...{ after_unknown: { policy: true } },
          }),
          resource('aws_cloudwatch_log_group.main', ['create'], {
            before: null,
            after: {},
          }),
        ],
      }),
    ).toContainEqual({
      kind: 'configuration',
      address: POLICY,
      attribute: 'policy',
      action: 'update',
      masked: true,
    });
  });
});
