import { type LiteralEdit } from './Edit';
import { editLiteral, fileOfResource } from './editLiteral';

const NETWORK = `resource "aws_lb_target_group" "main" {
  name = local.name

  # Seconds that a task which leaves may finish its requests.
  deregistration_delay = 30 # seconds

  health_check {
    path     = var.health_check_path
    interval = 15
  }
}

resource "aws_lb_target_group" "other" {
  deregistration_delay = 30
}
`;

const files = new Map([
  ['network.tf', NETWORK],
  ['README.md', 'resource "aws_lb_target_group" "main" {'],
]);
const edit: LiteralEdit = {
  kind: 'literal',
  type: 'aws_lb_target_group',
  name: 'main',
  blocks: [],
  attribute: 'deregistration_delay',
  from: 30,
  to: 5,
};

describe('editLiteral', () => {
  it('changes the one literal, and nothing beside it', () => {
    expect(editLiteral(files, edit)).toEqual({
      file: 'network.tf',
      text: NETWORK.replace('= 30 # seconds', '= 5 # seconds'),
    });
  });

  it('finds a literal inside of a block that there is one of', () => {
    const inner = { ...edit, blocks: ['health_check'], attribute: 'interval' };
    expect(editLiteral(files, { ...inner, from: 15, to: 20 })).toEqual({
      file: 'network.tf',
      text: NETWORK.replace('interval = 15', 'interval = 20'),
    });
  });

  it('writes text between quotes', () => {
    const text = 'resource "a" "b" {\n  mode = "ON"\n}\n';
    const mode: LiteralEdit = {
      ...edit,
      type: 'a',
      name: 'b',
      attribute: 'mode',
      from: 'ON',
      to: 'OFF',
    };
    expect(editLiteral(new Map([['a.tf', text]]), mode)?.text).toBe(
      text.replace('ON', 'OFF'),
    );
  });

  it.each<[string, Partial<LiteralEdit>]>([
    ['says something else already', { from: 60 }],
    [
      'is no literal',
      { blocks: ['health_check'], attribute: 'path', from: '/' },
    ],
    ['is not there', { attribute: 'port', from: 80 }],
    ['is of a resource that is not there', { name: 'none' }],
    ['is in a block that is not there', { blocks: ['stickiness'] }],
    ['would become a template', { from: 30, to: '${file("x")}' }],
    ['would end its quotes', { from: 30, to: 'a" b = "c' }],
    ['would begin another line', { from: 30, to: 'a\nb' }],
  ])('leaves a value alone that %s', (_, change) => {
    expect(editLiteral(files, { ...edit, ...change })).toBeUndefined();
  });

  it.each([
    ['twice', new Map([...files, ['copy.tf', NETWORK]])],
    [
      'with a text of several lines',
      new Map([
        [
          'network.tf',
          NETWORK.replace(
            'local.name',
            '<<-EOT\n  deregistration_delay = 30\nEOT',
          ),
        ],
      ]),
    ],
    [
      'in another layout',
      new Map([['network.tf', NETWORK.replace('  deregi', '    deregi')]]),
    ],
    [
      'with the attribute twice',
      new Map([
        [
          'network.tf',
          NETWORK.replace('name = local.name', 'deregistration_delay = 30'),
        ],
      ]),
    ],
  ])('leaves a resource alone that is declared %s', (_, other) => {
    expect(editLiteral(other, edit)).toBeUndefined();
  });
});

describe('fileOfResource', () => {
  it('names the file, where there is exactly one', () => {
    expect(fileOfResource(files, edit)).toBe('network.tf');
    expect(fileOfResource(files, { ...edit, name: 'none' })).toBeUndefined();
  });
});
