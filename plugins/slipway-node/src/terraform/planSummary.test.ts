import { parseEvent, type TerraformEvent } from './events';
import { destroyedBy, summarizePlan } from './planSummary';

function changed(type: string, action: string, more: object = {}) {
  const resource = { addr: `${type}.this`, resource_type: type };
  return { type: 'planned_change', change: { resource, action, ...more } };
}

function summaryOf(...lines: object[]) {
  const events = lines
    .map(line => parseEvent(JSON.stringify(line)))
    .filter((event): event is TerraformEvent => event !== undefined);
  expect(events).toHaveLength(lines.length);
  return summarizePlan(events, true);
}

// Lines of Terraform 1.11.4, shortened.
describe('summarizePlan', () => {
  it('takes changes and counts as Terraform tells them', () => {
    const summary = summaryOf(
      changed('aws_vpc', 'create'),
      changed('aws_lb', 'update'),
      changed('aws_subnet', 'replace', { reason: 'cannot_update' }),
      changed('aws_eip', 'delete', {
        reason: 'delete_because_no_resource_config',
      }),
      changed('aws_s3_bucket', 'import', { importing: { id: 'x' } }),
      changed('aws_sns_topic', 'update', { importing: { id: 'y' } }),
      changed('aws_region', 'read', { reason: 'read_because_config_unknown' }),
      changed('aws_sqs_queue', 'move'),
      {
        type: 'change_summary',
        '@message': 'Plan: 2 to import, 2 to add, 2 to change, 2 to destroy.',
        changes: { add: 2, change: 2, import: 2, remove: 2, operation: 'plan' },
      },
    );
    expect(summary.counts).toEqual({
      add: 2,
      change: 2,
      destroy: 2,
      import: 2,
    });
    expect(
      summary.changes.map(({ type, action, imported }) => [
        type,
        action,
        imported,
      ]),
    ).toEqual([
      ['aws_vpc', 'create', false],
      ['aws_lb', 'update', false],
      ['aws_subnet', 'replace', false],
      ['aws_eip', 'delete', false],
      ['aws_sns_topic', 'update', true],
    ]);
    expect(destroyedBy(summary)).toEqual(['aws_subnet.this', 'aws_eip.this']);
  });

  it('leaves it to Terraform whether anything changes: outputs are no event of their own', () => {
    expect(summarizePlan([], false).hasChanges).toBe(false);
    expect(summarizePlan([], true).hasChanges).toBe(true);
  });
});

describe('destroyedBy', () => {
  it('lets a release replace the revision of a task definition, but not delete it', () => {
    const type = 'aws_ecs_task_definition';
    expect(destroyedBy(summaryOf(changed(type, 'replace')))).toEqual([]);
    expect(destroyedBy(summaryOf(changed(type, 'delete')))).toEqual([
      'aws_ecs_task_definition.this',
    ]);
  });

  it('lets a run complete what an interrupted one left unfinished', () => {
    const tainted = changed('aws_vpc', 'replace', { reason: 'tainted' });
    expect(destroyedBy(summaryOf(tainted))).toEqual([]);
  });
});
