import { type DescribeImageScanFindingsCommandOutput } from '@aws-sdk/client-ecr';
import { type ScanStatus } from '@slipway/plugin-slipway-common';
import { DIGEST } from '../__testUtils__/ordersState';
import { scanModel } from './scansModel';

type Page = Omit<DescribeImageScanFindingsCommandOutput, '$metadata'>;

const modelOf = (...pages: Page[]) =>
  scanModel(
    {
      kind: 'scan',
      scannedDigest: DIGEST,
      pages: pages.map(page => ({ ...page, $metadata: {} })),
    },
    ['CRITICAL', 'HIGH'],
  );

describe('scanModel', () => {
  it.each<[string, ScanStatus]>([
    ['COMPLETE', 'passing'],
    ['ACTIVE', 'passing'],
    ['IN_PROGRESS', 'in-progress'],
    ['PENDING', 'in-progress'],
    ['FAILED', 'failed'],
    ['LIMIT_EXCEEDED', 'failed'],
    ['UNSUPPORTED_IMAGE', 'unsupported'],
    ['SCAN_ELIGIBILITY_EXPIRED', 'expired'],
    ['FINDINGS_UNAVAILABLE', 'not-scanned'],
    ['IMAGE_ARCHIVED', 'archived'],
    ['SOMETHING_NEW', 'not-scanned'],
  ])('reads %s as %s', (status, expected) => {
    expect(
      modelOf({ imageScanStatus: { status: status as 'ACTIVE' } }).status,
    ).toBe(expected);
  });

  it('is not passing without a status', () => {
    expect(modelOf({}).status).toBe('not-scanned');
  });

  it('blocks by the counts of the whole image, not of the page', () => {
    const model = modelOf({
      imageScanStatus: { status: 'COMPLETE' },
      imageScanFindings: { findingSeverityCounts: { HIGH: 1 }, findings: [] },
    });
    expect(model).toMatchObject({
      status: 'blocked',
      severityCounts: { HIGH: 1 },
    });
  });

  it('shows basic and enhanced findings of all pages, worst first', () => {
    const model = modelOf(
      {
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
              ],
            },
          ],
        },
      },
      {
        imageScanFindings: {
          enhancedFindings: [
            {
              severity: 'CRITICAL',
              packageVulnerabilityDetails: {
                vulnerabilityId: 'CVE-2',
                sourceUrl: 'https://example.org/CVE-2',
                vulnerablePackages: [
                  { name: 'openssl', version: '3.0', fixedInVersion: '3.1' },
                ],
              },
            },
          ],
        },
      },
    );
    expect(model.findings).toEqual([
      {
        name: 'CVE-2',
        severity: 'CRITICAL',
        package: 'openssl',
        installedVersion: '3.0',
        fixedInVersion: '3.1',
        uri: 'https://example.org/CVE-2',
      },
      {
        name: 'CVE-1',
        severity: 'LOW',
        package: 'zlib',
        installedVersion: '1.2',
        uri: undefined,
      },
    ]);
  });
});
