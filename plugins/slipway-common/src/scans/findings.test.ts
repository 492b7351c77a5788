import { imageFindings, scanTypeOf } from './findings';

const basic = {
  imageScanStatus: { status: 'COMPLETE' },
  imageScanFindings: {
    findings: [
      {
        name: 'CVE-1',
        severity: 'LOW',
        uri: 'data:text/html,x',
        attributes: [
          { key: 'package_name', value: 'zlib' },
          { key: 'package_version', value: '1.2' },
          { key: 'CVSS2_SCORE', value: '4.3' },
        ],
      },
      { name: 'CVE-3', severity: 'NEWER_THAN_WE_ARE' },
    ],
  },
};
// COMPLETE with enhanced findings: as AWS has answered in production.
const enhanced = {
  imageScanStatus: { status: 'COMPLETE' },
  imageScanFindings: {
    enhancedFindings: [
      {
        severity: 'CRITICAL',
        score: 9.8,
        exploitAvailable: 'YES',
        firstObservedAt: new Date('2026-11-01T00:00:00Z'),
        packageVulnerabilityDetails: {
          vulnerabilityId: 'CVE-2',
          sourceUrl: 'https://example.org/CVE-2',
          vulnerablePackages: [
            {
              name: 'openssl',
              version: '3.0',
              fixedInVersion: '3.1',
              packageManager: 'OS',
              sourceLayerHash: 'sha256:layer',
            },
            {
              name: 'openssl-libs',
              version: '3.0',
              fixedInVersion: 'NotAvailable',
            },
          ],
        },
      },
    ],
  },
};

describe('imageFindings', () => {
  it('reads basic and enhanced findings of all pages, worst first', () => {
    expect(imageFindings([basic, enhanced])).toEqual([
      {
        name: 'CVE-2',
        severity: 'CRITICAL',
        score: 9.8,
        exploitAvailable: true,
        firstSeenAt: '2026-11-01T00:00:00.000Z',
        uri: 'https://example.org/CVE-2',
        packages: [
          {
            name: 'openssl',
            installedVersion: '3.0',
            fixedInVersion: '3.1',
            manager: 'OS',
            layer: 'sha256:layer',
          },
          {
            name: 'openssl-libs',
            installedVersion: '3.0',
            fixedInVersion: undefined,
            manager: 'unknown',
          },
        ],
      },
      {
        name: 'CVE-1',
        severity: 'LOW',
        score: 4.3,
        packages: [{ name: 'zlib', installedVersion: '1.2', manager: 'OS' }],
      },
      { name: 'CVE-3', severity: 'UNDEFINED', packages: [] },
    ]);
  });
});

describe('scanTypeOf', () => {
  it('goes by the shape of the findings and not by the status', () => {
    expect(scanTypeOf([basic])).toBe('basic');
    expect(scanTypeOf([enhanced])).toBe('enhanced');
    // As aws/aws-cli reported for enhanced scanning: an empty list of the basic kind tells nothing.
    expect(
      scanTypeOf([
        {
          imageScanStatus: { status: 'ACTIVE' },
          imageScanFindings: { findings: [] },
        },
      ]),
    ).toBeUndefined();
  });
});
