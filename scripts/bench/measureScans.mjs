import { ECRClient } from '@aws-sdk/client-ecr';
import http from 'node:http';
import { step } from '../lib/report.mjs';
import { loadSources } from './loadSources.mjs';

const DIGESTS = [1, 10, 100];
const quiet = { error() {}, warn() {}, info() {}, debug() {} };

/** An ECR that has every image and a clean scan of it. More digests than this machine could run tasks of. */
const answers = {
  BatchGetImage: ({ imageIds }) => ({
    images: imageIds.map(imageId => ({
      imageId,
      imageManifest: '{"schemaVersion":2}',
    })),
  }),
  DescribeImageScanFindings: () => ({
    imageScanStatus: { status: 'COMPLETE' },
    imageScanFindings: { imageScanCompletedAt: Date.now() / 1000 },
  }),
};

async function startEcr(calls) {
  const server = http.createServer(async (request, response) => {
    const action = request.headers['x-amz-target'].split('.').at(-1);
    calls.push(action);
    const chunks = await request.toArray();
    const input = JSON.parse(Buffer.concat(chunks).toString());
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify(answers[action](input)));
  });
  await new Promise(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

/** Calls to ECR for a first view of so many running digests of a repository, and for the next view. */
export async function measureScans() {
  step('Counting calls to ECR…');
  const { RegistryReader } = await loadSources(
    'plugins/slipway-backend/src/scans/RegistryReader',
  );
  const calls = [];
  const server = await startEcr(calls);
  const client = new ECRClient({
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${server.address().port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const rows = [];
  for (const count of DIGESTS) {
    const registry = RegistryReader.create({
      clientOf: () => client,
      logger: quiet,
    });
    const view = async () => {
      calls.length = 0;
      await Promise.all(
        Array.from({ length: count }, (_, index) =>
          registry.read({
            environment: 'bench',
            registryId: '123456789012',
            repository: 'slipway/bench',
            digest: `sha256:${String(index).padStart(64, '0')}`,
            architecture: 'amd64',
          }),
        ),
      );
      return calls.length;
    };
    rows.push({
      'running digests': count,
      'ECR calls cold': await view(),
      'ECR calls warm': await view(),
    });
  }
  client.destroy();
  server.close();
  return rows;
}
