import { type ImageFinding } from '@slipway/plugin-slipway-common';
import { countOrigins, foldByFix } from './foldByFix';

const finding = (
  name: string,
  change: Partial<ImageFinding['packages'][number]> = {},
): ImageFinding => ({
  name,
  severity: 'HIGH',
  packages: [
    {
      name: 'openssl',
      installedVersion: '3.0',
      fixedInVersion: '3.1',
      manager: 'OS',
      ...change,
    },
  ],
});
const spring = (name: string, fixedInVersion?: string) =>
  finding(name, { name: 'spring-core', manager: 'JAR', fixedInVersion });

describe('foldByFix', () => {
  it('tells that one bump of the base image clears 14 of 17', () => {
    const findings = [
      ...Array.from({ length: 14 }, (_, n) => finding(`CVE-base-${n}`)),
      spring('CVE-1', '6.2.9'),
      spring('CVE-2', '6.2.10'),
      spring('CVE-3'),
    ];
    expect(foldByFix(findings, undefined)).toEqual([
      { origin: 'base-image', clears: 14, severity: 'HIGH' },
      {
        origin: 'application',
        package: 'spring-core',
        installedVersion: '3.0',
        fixedInVersion: '6.2.10',
        clears: 2,
        severity: 'HIGH',
      },
    ]);
    expect(countOrigins(findings, undefined)).toEqual({
      'base-image': 14,
      application: 3,
      unknown: 0,
    });
  });

  it('goes by the layer where the base image is known', () => {
    const layers = new Set(['sha256:base']);
    const findings = [
      finding('CVE-1', { layer: 'sha256:base' }),
      // Installed on top of the base image, so a newer base does not mend it.
      finding('CVE-2', { layer: 'sha256:ours' }),
    ];
    expect(countOrigins(findings, layers)).toMatchObject({
      'base-image': 1,
      application: 1,
    });
    expect(countOrigins(findings, undefined)).toMatchObject({
      'base-image': 2,
    });
  });

  it('promises nothing for findings without a package or with a package that has no fix', () => {
    const findings: ImageFinding[] = [
      { name: 'CVE-1', severity: 'LOW', packages: [] },
      {
        ...finding('CVE-2'),
        packages: [
          ...finding('CVE-2').packages,
          { name: 'openssl-libs', manager: 'OS' },
        ],
      },
    ];
    expect(foldByFix(findings, undefined)).toEqual([]);
    expect(countOrigins(findings, undefined)).toMatchObject({ unknown: 1 });
  });
});
