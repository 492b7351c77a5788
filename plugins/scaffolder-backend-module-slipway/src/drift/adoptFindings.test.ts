import { type DriftFinding } from '@slipway/plugin-slipway-common';
import { codedPlanSchema } from '@slipway/plugin-slipway-node';
import { adoptFindings } from './adoptFindings';
import { type RootFiles } from './Edit';

const MAIN = `resource "aws_sqs_queue" "a" {
  delay = 1
}

resource "aws_sqs_queue" "b" {
  delay = 1
}
`;
const reality: Record<string, number> = { a: 5, b: 7 };

// As Terraform would: what the code says against what is real. An edit of `b` touches a third queue as well.
function planOf(files: RootFiles) {
  const text = files.get('main.tf') ?? '';
  const declared = Object.fromEntries(
    [...text.matchAll(/"(\w)" \{\n {2}delay = (\d+)/g)].map(
      ([, name, value]) => [name, Number(value)],
    ),
  );
  const change = (name: string, before: number, after: number) => ({
    address: `aws_sqs_queue.${name}`,
    type: 'aws_sqs_queue',
    name,
    change: {
      actions: before === after ? ['no-op'] : ['update'],
      before: { delay: before },
      after: { delay: after },
    },
  });
  return codedPlanSchema.parse({
    format_version: '1.2',
    resource_changes: [
      ...Object.keys(declared).map(name =>
        change(name, reality[name], declared[name]),
      ),
      change('c', 1, declared.b),
    ],
    configuration: {
      root_module: {
        resources: Object.keys(declared).map(name => ({
          address: `aws_sqs_queue.${name}`,
          expressions: { delay: { constant_value: declared[name] } },
        })),
      },
    },
  });
}

const finding = (name: string): DriftFinding => ({
  kind: 'configuration',
  address: `aws_sqs_queue.${name}`,
  attribute: 'delay',
  action: 'update',
  declared: '1',
  actual: String(reality[name]),
  masked: false,
});
const declared = new Map([['main.tf', MAIN]]);

describe('adoptFindings', () => {
  it('takes in what changes nothing else, and leaves what does', async () => {
    const plan = jest.fn(async (files: RootFiles) => planOf(files));
    const found = await adoptFindings({
      findings: [finding('a'), finding('b')],
      code: { declared, repository: declared },
      plan,
    });
    expect(found.adopted).toEqual([finding('a')]);
    expect(found.left).toEqual([
      { finding: finding('b'), reason: 'side-effects', file: 'main.tf' },
    ]);
    expect(found.changed.get('main.tf')).toBe(
      MAIN.replace('delay = 1', 'delay = 5'),
    );
    // The code as it is, both together, then one by one.
    expect(plan).toHaveBeenCalledTimes(4);
  });

  it('leaves what the repository says otherwise than what was applied', async () => {
    const repository = new Map([['main.tf', MAIN.replace('= 1', '= 2')]]);
    const found = await adoptFindings({
      findings: [finding('a')],
      code: { declared, repository },
      plan: async files => planOf(files),
    });
    expect(found.adopted).toEqual([]);
    expect(found.left).toMatchObject([{ reason: 'not-found' }]);
    expect(found.changed.size).toBe(0);
  });
});
