import { type VariableEdit } from './Edit';
import { checkVariables, editVariable } from './editVariable';

const variables = {
  stack: 'orders',
  environment: 'dev',
  desired_count: 2,
  autoscaling: { min_count: 1, max_count: 3 },
};
const files = new Map([
  ['terraform.tfvars.json', JSON.stringify(variables)],
  ['main.tf', 'desired_count = 2'],
]);
const edit: VariableEdit = {
  kind: 'variable',
  path: ['desired_count'],
  from: 2,
  to: 3,
};

function edited(change: Partial<VariableEdit> = {}, others = files): unknown {
  const answer = editVariable(others, { ...edit, ...change });
  expect(answer?.file ?? 'terraform.tfvars.json').toBe('terraform.tfvars.json');
  return answer && JSON.parse(answer.text);
}

describe('editVariable', () => {
  it('sets a variable, and the order of the others stays', () => {
    expect(edited()).toEqual({ ...variables, desired_count: 3 });
    expect(editVariable(files, edit)?.text).toBe(
      `${JSON.stringify({ ...variables, desired_count: 3 }, undefined, 2)}\n`,
    );
  });

  it('sets a field of a variable', () => {
    expect(
      edited({ path: ['autoscaling', 'max_count'], from: 3, to: 9 }),
    ).toEqual({ ...variables, autoscaling: { min_count: 1, max_count: 9 } });
  });

  it('adds a variable that has its default so far', () => {
    expect(edited({ path: ['log_retention_days'], from: 30, to: 90 })).toEqual({
      ...variables,
      log_retention_days: 90,
    });
  });

  it.each<[string, Partial<VariableEdit>]>([
    ['another value', { from: 1 }],
    ['no such field', { path: ['autoscaling', 'cpu_target_percent'] }],
    ['no such object', { path: ['other', 'max_count'] }],
  ])('leaves a file alone that has %s', (_, change) => {
    expect(edited(change)).toBeUndefined();
  });

  it.each([
    ['terraform.tfvars', 'desired_count = 2'],
    ['prod.auto.tfvars.json', '{\n  "desired_count": 2\n}'],
  ])('leaves a variable alone that %s sets as well', (file, text) => {
    expect(edited({}, new Map([...files, [file, text]]))).toBeUndefined();
  });

  it('needs the file', () => {
    expect(edited({}, new Map())).toBeUndefined();
    expect(
      edited({}, new Map([['terraform.tfvars.json', '[]']])),
    ).toBeUndefined();
  });
});

describe('checkVariables', () => {
  it('takes no code of another stack or environment', () => {
    const expected = { stack: 'orders', environment: 'dev' };
    expect(() => checkVariables(files, expected)).not.toThrow();
    expect(() =>
      checkVariables(files, { ...expected, environment: 'prod' }),
    ).toThrow(/not the code of the stack orders in prod/);
    expect(() => checkVariables(new Map(), expected)).toThrow(/not the code/);
  });
});
