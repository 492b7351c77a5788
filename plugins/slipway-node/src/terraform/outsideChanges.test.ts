import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { type TerraformEvent } from './events';
import { changedOutsideOnly, readOutsideChanges } from './outsideChanges';

const resource = { addr: 'aws_sqs_queue.this', resource_type: 'aws_sqs_queue' };
const drifted = (action: string): TerraformEvent => ({
  type: 'resource_drift',
  change: { resource, action },
});

describe('changedOutsideOnly', () => {
  it('names what was changed outside of a plan that says nothing else', () => {
    expect(changedOutsideOnly([], false)).toEqual([]);
    expect(changedOutsideOnly([drifted('update')], false)).toEqual([
      'aws_sqs_queue.this',
    ]);
  });

  it.each<[string, TerraformEvent[], boolean]>([
    ['changes something', [drifted('update')], true],
    [
      'moves a resource',
      [{ ...drifted('move'), type: 'planned_change' } as TerraformEvent],
      false,
    ],
    ['misses a resource', [drifted('delete')], false],
    [
      'warns, as a failed check does',
      [
        {
          type: 'diagnostic',
          diagnostic: {
            severity: 'warning',
            summary: 'Check block assertion failed',
            detail: '',
          },
        },
      ],
      false,
    ],
  ])('leaves a plan to Terraform that %s', (_, events, hasChanges) => {
    expect(changedOutsideOnly(events, hasChanges)).toBeUndefined();
  });
});

describe('readOutsideChanges', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-test-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  const stateWith = (attributes: object) => ({
    version: 4,
    resources: [
      {
        mode: 'managed',
        type: 'aws_sqs_queue',
        name: 'this',
        provider: 'provider["registry.terraform.io/hashicorp/aws"]',
        instances: [
          {
            attributes,
            sensitive_attributes: [[{ type: 'get_attr', value: 'policy' }]],
          },
        ],
      },
    ],
  });

  async function planFile(files: Record<string, object>): Promise<string> {
    const file = join(folder, 'plan');
    const texts = Object.entries(files).map(([name, value]) => [
      name,
      strToU8(JSON.stringify(value)),
    ]);
    await writeFile(file, zipSync(Object.fromEntries(texts)));
    return file;
  }

  const before = stateWith({ tags: null, policy: 'old' });
  const after = stateWith({ tags: {}, policy: 'new' });

  it('compares the two states of the plan, with the marks of what is sensitive', async () => {
    const file = await planFile({ 'tfstate-prev': before, tfstate: after });
    await expect(
      readOutsideChanges(file, ['aws_sqs_queue.this']),
    ).resolves.toMatchObject({
      resource_changes: [],
      errored: false,
      resource_drift: [
        {
          address: 'aws_sqs_queue.this',
          change: {
            actions: ['update'],
            before: { tags: null, policy: 'old' },
            after: { tags: {}, policy: 'new' },
            before_sensitive: { policy: true },
            after_sensitive: { policy: true },
          },
        },
      ],
    });
  });

  it('needs no file where nothing was changed', async () => {
    await expect(
      readOutsideChanges(join(folder, 'none'), []),
    ).resolves.toMatchObject({ resource_drift: [] });
  });

  it.each([
    ['lacks a state', { tfstate: after }],
    [
      'lacks the resource',
      { 'tfstate-prev': { ...before, resources: [] }, tfstate: after },
    ],
    [
      'has a state of another form',
      { 'tfstate-prev': { version: 5 }, tfstate: after },
    ],
    [
      'has a large state',
      {
        'tfstate-prev': stateWith({ name: 'x'.repeat(5 * 1024 * 1024) }),
        tfstate: after,
      },
    ],
  ])('leaves a plan to Terraform that %s', async (_, files) => {
    const file = await planFile(files);
    await expect(
      readOutsideChanges(file, ['aws_sqs_queue.this']),
    ).resolves.toBeUndefined();
  });

  it('leaves a plan to Terraform that is no archive', async () => {
    const file = join(folder, 'encrypted');
    await writeFile(file, '{"encrypted_data":"…"}');
    await expect(
      readOutsideChanges(file, ['aws_sqs_queue.this']),
    ).resolves.toBeUndefined();
  });
});
