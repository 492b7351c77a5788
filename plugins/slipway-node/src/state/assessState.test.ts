import { assessState } from './assessState';

const provider = 'provider["registry.terraform.io/hashicorp/aws"]';
const resource = (mode: string, type: string) => ({
  mode,
  type,
  name: 'main',
  provider,
  instances: [{ schema_version: 0, attributes: { id: 'orders' } }],
});
const sound = {
  version: 4,
  terraform_version: '1.11.4',
  serial: 7,
  lineage: '0b0f3b3e-3d0c-8f26-6f0f-0a7d4a1c1d11',
  outputs: { url: { value: 'http://orders', type: 'string' } },
  resources: [
    resource('data', 'aws_ecs_cluster'),
    resource('managed', 'aws_ecs_service'),
  ],
};
const bytes = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const withResource = (change: object) => ({
  ...sound,
  resources: [{ ...sound.resources[1], ...change }],
});

describe('assessState', () => {
  it('finds a state sound, with serial and lineage', () => {
    expect(assessState(bytes(sound))).toMatchObject({
      soundness: 'sound',
      serial: 7,
      lineage: sound.lineage,
    });
  });

  it.each<[string, Buffer | 'deleted', string]>([
    ['a delete marker', 'deleted', 'deleted'],
    ['no bytes', Buffer.alloc(0), 'empty'],
    ['white space', bytes(' \n'), 'malformed'],
    ['HTML', bytes('<html></html>'), 'malformed'],
    ['a cut state', bytes(JSON.stringify(sound).slice(0, 200)), 'malformed'],
    ['a byte order mark', bytes(`\uFEFF${JSON.stringify(sound)}`), 'malformed'],
    ['two states', bytes(JSON.stringify(sound).repeat(2)), 'malformed'],
    ['null', bytes('null'), 'malformed'],
    ['an array', bytes('[]'), 'malformed'],
    ['no version', bytes({}), 'malformed'],
    ['a version as text', bytes({ ...sound, version: '4' }), 'malformed'],
    ['version 3', bytes({ ...sound, version: 3 }), 'unsupported-version'],
    ['version 5', bytes({ ...sound, version: 5 }), 'unsupported-version'],
    ['a serial as text', bytes({ ...sound, serial: '7' }), 'malformed'],
    ['a negative serial', bytes({ ...sound, serial: -1 }), 'malformed'],
    ['resources as text', bytes({ ...sound, resources: 'x' }), 'malformed'],
    ['a header only', bytes({ version: 4 }), 'no-resources'],
    ['no resources', bytes({ ...sound, resources: [] }), 'no-resources'],
    [
      'data sources only',
      bytes({ ...sound, resources: [sound.resources[0]] }),
      'no-resources',
    ],
    ['a bad mode', bytes(withResource({ mode: 'odd' })), 'malformed'],
    ['a bad provider', bytes(withResource({ provider: 'aws' })), 'malformed'],
    [
      'a bad status',
      bytes(withResource({ instances: [{ status: 'weird' }] })),
      'malformed',
    ],
    [
      'a bad Terraform version',
      bytes({ ...sound, terraform_version: 'new' }),
      'malformed',
    ],
    [
      'a resource twice',
      bytes({ ...sound, resources: [...sound.resources, sound.resources[1]] }),
      'malformed',
    ],
  ])('says of %s what it is', (_name, body, soundness) => {
    const assessment = assessState(body);
    expect(assessment.soundness).toBe(soundness);
    expect(assessment.finding?.message).toBeTruthy();
    expect(assessment.finding?.remedy).toBeTruthy();
  });

  it('tells an encrypted state from a malformed one', () => {
    expect(
      assessState(
        bytes({ serial: 3, lineage: 'l', meta: {}, encrypted_data: 'YQ==' }),
      ),
    ).toMatchObject({ soundness: 'encrypted', serial: 3, lineage: 'l' });
  });

  it('does not repeat a value in its finding', () => {
    const assessment = assessState(
      bytes({ ...sound, terraform_version: 'canary' }),
    );
    expect(JSON.stringify(assessment)).not.toContain('canary');
  });
});
