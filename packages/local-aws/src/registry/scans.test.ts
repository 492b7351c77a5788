import {
  DescribeImageScanFindingsCommand,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr';
import { index, LocalRegistry, manifest } from './__testUtils__/LocalRegistry';
import { digestOf } from './manifest';
import { scanStatuses } from './Scans';

describe('scans', () => {
  let local: LocalRegistry;

  beforeEach(async () => {
    local = await LocalRegistry.start();
  });
  afterEach(() => local.stop());

  async function script(body: object) {
    const answer = await fetch(`${local.url}/_local/registry/scans`, {
      method: 'POST',
      body: JSON.stringify({ repository: 'orders', ...body }),
    });
    return answer.status;
  }

  function scanOf(imageDigest: string, paging = {}) {
    return local.ecr.send(
      new DescribeImageScanFindingsCommand({
        repositoryName: 'orders',
        imageId: { imageDigest },
        ...paging,
      }),
    );
  }

  it('scans on push where the repository says so: complete, without findings', async () => {
    const { image } = await local.put(manifest('a'), 'v1');
    const scan = await scanOf(image?.imageId?.imageDigest ?? '');
    expect(scan.imageScanStatus?.status).toBe('COMPLETE');
    expect(scan.imageScanFindings).toMatchObject({
      findings: [],
      findingSeverityCounts: {},
    });
    expect(scan.imageScanFindings?.imageScanCompletedAt).toBeInstanceOf(Date);
  });

  it('has no scan where scan on push is off, until one is started', async () => {
    await local.put(manifest('a'), 'v1', 'frozen');
    const input = { repositoryName: 'frozen', imageId: { imageTag: 'v1' } };
    await expect(
      local.ecr.send(new DescribeImageScanFindingsCommand(input)),
    ).rejects.toThrow(
      expect.objectContaining({ name: 'ScanNotFoundException' }),
    );
    await local.ecr.send(new StartImageScanCommand(input));
    const scan = await local.ecr.send(
      new DescribeImageScanFindingsCommand(input),
    );
    expect(scan.imageScanStatus?.status).toBe('COMPLETE');
  });

  it('refuses to scan an index', async () => {
    const child = manifest('a');
    await local.put(child);
    await local.put(index([child]), 'v1');
    const input = { repositoryName: 'orders', imageId: { imageTag: 'v1' } };
    await expect(
      local.ecr.send(new StartImageScanCommand(input)),
    ).rejects.toThrow(
      expect.objectContaining({ name: 'UnsupportedImageTypeException' }),
    );
    await expect(
      local.ecr.send(new DescribeImageScanFindingsCommand(input)),
    ).rejects.toThrow(
      expect.objectContaining({ name: 'ScanNotFoundException' }),
    );
  });

  it.each(scanStatuses)('plays the scan status %s', async status => {
    const digest = digestOf(manifest('a'));
    await script({ digest, status, description: 'as scripted' });
    await local.put(manifest('a'), 'v1');
    const scan = await scanOf(digest);
    expect(scan.imageScanStatus).toEqual({
      status,
      description: 'as scripted',
    });
  });

  it('plays an image that was never scanned, and one that is not there', async () => {
    const { image } = await local.put(manifest('a'), 'v1');
    const digest = image?.imageId?.imageDigest ?? '';
    await script({ digest, status: 'NOT_SCANNED' });
    await expect(scanOf(digest)).rejects.toThrow(
      expect.objectContaining({ name: 'ScanNotFoundException' }),
    );
    await expect(scanOf(digestOf('nothing'))).rejects.toThrow(
      expect.objectContaining({ name: 'ImageNotFoundException' }),
    );
  });

  it('pages through findings; the counts are those of the image', async () => {
    const { image } = await local.put(manifest('a'), 'v1');
    const digest = image?.imageId?.imageDigest ?? '';
    await script({
      digest,
      status: 'COMPLETE',
      findings: [
        { name: 'CVE-2026-0001', severity: 'HIGH' },
        { name: 'CVE-2026-0002', severity: 'HIGH' },
        { name: 'CVE-2026-0003', severity: 'LOW' },
      ],
    });
    const first = await scanOf(digest, { maxResults: 2 });
    const second = await scanOf(digest, {
      maxResults: 2,
      nextToken: first.nextToken,
    });
    expect(first.imageScanFindings?.findings).toHaveLength(2);
    expect(second.imageScanFindings?.findings).toEqual([
      { name: 'CVE-2026-0003', severity: 'LOW' },
    ]);
    expect(second.imageScanFindings?.findingSeverityCounts).toEqual({
      HIGH: 2,
      LOW: 1,
    });
    expect(second.nextToken).toBeUndefined();
  });

  it('answers enhanced findings in their own member', async () => {
    const { image } = await local.put(manifest('a'), 'v1');
    const digest = image?.imageId?.imageDigest ?? '';
    await script({
      digest,
      status: 'ACTIVE',
      enhancedFindings: [{ severity: 'CRITICAL', fixAvailable: 'YES' }],
    });
    const scan = await scanOf(digest);
    expect(scan.imageScanFindings?.enhancedFindings).toMatchObject([
      { severity: 'CRITICAL', fixAvailable: 'YES' },
    ]);
    expect(scan.imageScanFindings?.findings).toBeUndefined();
  });

  it('refuses a script that no scan could answer', async () => {
    await expect(
      script({ digest: digestOf('a'), status: 'GREEN' }),
    ).resolves.toBe(400);
  });
});
