import { describeEvent, parseEvent } from './events';

function lineOf(event: unknown): string | undefined {
  const parsed = parseEvent(JSON.stringify(event));
  return parsed && describeEvent(parsed);
}

const resource = {
  addr: 'aws_ecs_cluster.this',
  resource_type: 'aws_ecs_cluster',
};

// Lines of Terraform 1.11.4, shortened.
describe('events', () => {
  it.each([
    [
      { type: 'apply_start', hook: { resource, action: 'create' } },
      'aws_ecs_cluster.this: creating…',
    ],
    [
      {
        type: 'apply_progress',
        hook: { resource, action: 'create', elapsed_seconds: 10 },
      },
      'aws_ecs_cluster.this: creating… 10 s',
    ],
    [
      {
        type: 'apply_complete',
        hook: {
          resource,
          action: 'create',
          id_key: 'id',
          id_value: 'arn:aws:ecs:eu-central-1:123456789012:cluster/slipway',
          elapsed_seconds: 12,
        },
      },
      'aws_ecs_cluster.this: created in 12 s',
    ],
    [
      {
        type: 'apply_errored',
        hook: { resource, action: 'update', elapsed_seconds: 3 },
      },
      'aws_ecs_cluster.this: failed after 3 s',
    ],
    [
      { type: 'planned_change', change: { resource, action: 'update' } },
      'aws_ecs_cluster.this: to update',
    ],
    [
      {
        type: 'change_summary',
        '@message': 'Plan: 1 to add, 0 to change, 0 to destroy.',
        changes: { add: 1, change: 0, import: 0, remove: 0 },
      },
      'Plan: 1 to add, 0 to change, 0 to destroy.',
    ],
    [
      {
        type: 'diagnostic',
        diagnostic: {
          severity: 'error',
          summary: 'creating ECS Service (orders)',
          detail: 'InvalidParameterException:\n  no such role',
          address: 'aws_ecs_service.main[0]',
          snippet: { code: 'password = "in clear"', values: [] },
        },
      },
      'Error: aws_ecs_service.main[0]: creating ECS Service (orders): InvalidParameterException: no such role',
    ],
    [
      {
        type: 'init_output',
        '@message': 'Initializing the backend...',
        message_code: 'initializing_backend_message',
      },
      'Initializing the backend...',
    ],
  ])('describes %j', (event, line) => {
    expect(lineOf(event)).toBe(line);
  });

  it.each([
    { type: 'outputs', outputs: { password: { value: 'in clear' } } },
    { type: 'provision_progress', hook: { output: 'in clear' } },
    { type: 'refresh_complete', hook: { resource, id_value: 'x' } },
    { type: 'apply_start', hook: { resource, action: 'read' } },
    { type: 'something_new' },
  ])('passes over %j', event => {
    expect(lineOf(event)).toBeUndefined();
  });

  it('passes over what is no JSON', () => {
    expect(parseEvent('panic: runtime error')).toBeUndefined();
    expect(parseEvent('')).toBeUndefined();
  });
});
