import { destroyedBy, planSchema, summarizePlan } from './plan';

function resource(type: string, actions: string[], more: object = {}) {
  return {
    address: `${type}.this`,
    mode: 'managed',
    type,
    name: 'this',
    change: { actions, before: null, after: null, ...more },
  };
}

function summaryOf(resources: object[], outputs: object = {}) {
  return summarizePlan(
    planSchema.parse({
      format_version: '1.2',
      resource_changes: resources,
      output_changes: outputs,
    }),
  );
}

describe('summarizePlan', () => {
  it('counts as Terraform does', () => {
    const summary = summaryOf([
      resource('aws_vpc', ['create']),
      resource('aws_lb', ['update']),
      resource('aws_subnet', ['delete', 'create']),
      resource('aws_eip', ['delete']),
      resource('aws_s3_bucket', ['no-op'], { importing: { id: 'x' } }),
      resource('aws_iam_role', ['no-op']),
      { ...resource('aws_region', ['read']), mode: 'data' },
    ]);
    expect(summary.counts).toEqual({
      add: 2,
      change: 1,
      destroy: 2,
      import: 1,
    });
    expect(summary.changes.map(({ type, action }) => [type, action])).toEqual([
      ['aws_vpc', 'create'],
      ['aws_lb', 'update'],
      ['aws_subnet', 'replace'],
      ['aws_eip', 'delete'],
    ]);
    expect(destroyedBy(summary)).toEqual(['aws_subnet.this', 'aws_eip.this']);
  });

  it('is without changes when nothing happens', () => {
    expect(
      summaryOf([resource('aws_vpc', ['no-op'])], {
        url: { actions: ['no-op'] },
      }).hasChanges,
    ).toBe(false);
  });

  it('takes a new output for a change: the state is written', () => {
    expect(summaryOf([], { url: { actions: ['create'] } }).hasChanges).toBe(
      true,
    );
  });
});

describe('destroyedBy', () => {
  it('lets a release replace the revision of a task definition, but not delete it', () => {
    const type = 'aws_ecs_task_definition';
    expect(
      destroyedBy(summaryOf([resource(type, ['create', 'delete'])])),
    ).toEqual([]);
    expect(destroyedBy(summaryOf([resource(type, ['delete'])]))).toEqual([
      'aws_ecs_task_definition.this',
    ]);
  });

  it('lets a run complete what an interrupted one left unfinished', () => {
    const tainted = {
      ...resource('aws_vpc', ['delete', 'create']),
      action_reason: 'replace_because_tainted',
    };
    expect(destroyedBy(summaryOf([tainted]))).toEqual([]);
  });
});
