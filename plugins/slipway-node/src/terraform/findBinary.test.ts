import { isSupported, parseVersion } from './findBinary';

describe('parseVersion', () => {
  it.each([
    ['Terraform v1.11.4\non linux_amd64\n', 'Terraform', '1.11.4', true],
    ['Terraform v1.10.5\non linux_amd64\n', 'Terraform', '1.10.5', false],
    ['Terraform v2.0.0-alpha1\n', 'Terraform', '2.0.0-alpha1', true],
    ['OpenTofu v1.10.0\non linux_amd64\n', 'OpenTofu', '1.10.0', true],
    ['OpenTofu v1.9.1\non linux_amd64\n', 'OpenTofu', '1.9.1', false],
  ])('reads %j', (output, product, version, supported) => {
    const binary = parseVersion('x', output);
    expect(binary).toEqual({ command: 'x', product, version });
    expect(binary && isSupported(binary)).toBe(supported);
  });

  it('knows nothing of other programs', () => {
    expect(parseVersion('node', 'v24.1.0')).toBeUndefined();
  });
});
