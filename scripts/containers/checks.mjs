import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { localIdentity } from '../lib/localIdentity.mjs';
import { portalClient } from '../portal/portalClient.mjs';
import { pushLocalImage } from '../portal/pushLocalImage.mjs';
import { eventually } from './eventually.mjs';

const ENVIRONMENT = 'local';
const STATE_BUCKET = `slipway-state-123456789012-${localIdentity.AWS_REGION}`;
const TEMPLATE_ROUTE =
  '/api/catalog/entities/by-name/template/default/slipway-environment';
const SERVICE = 'orders';
const ENTITY = `default/component/${SERVICE}`;

async function facetsOf(portal) {
  const { environments } = await portal.get(
    `/api/slipway/entities/${ENTITY}/overview`,
  );
  return environments.find(({ environment }) => environment === ENVIRONMENT)
    .facets;
}

async function provisionedOf(portal) {
  const { environments } = await portal.get('/api/slipway/environments');
  return environments.find(({ name }) => name === ENVIRONMENT).provisioned;
}

async function stateKeys(stack) {
  const client = new S3Client({
    endpoint: stack.urls.aws,
    region: localIdentity.AWS_REGION,
    forcePathStyle: true,
    credentials: {
      accessKeyId: localIdentity.AWS_ACCESS_KEY_ID,
      secretAccessKey: localIdentity.AWS_SECRET_ACCESS_KEY,
    },
  });
  const { Versions = [] } = await client.send(
    new ListObjectVersionsCommand({ Bucket: STATE_BUCKET }),
  );
  return Versions.filter(({ IsLatest }) => IsLatest).map(({ Key }) => Key);
}

/** What must hold of the stack in containers: the main job, in its order. Each check needs the ones before it. */
export const checks = [
  {
    name: 'every service is healthy',
    run: async stack => {
      for (const { Service, Health } of await stack.containers()) {
        assert.equal(Health, 'healthy', Service);
      }
    },
  },
  {
    name: 'what is built does not run as root',
    run: async stack => {
      for (const service of ['portal', 'local-aws']) {
        assert.notEqual(
          await stack.inside(service, ['id', '-u']),
          '0',
          service,
        );
      }
    },
  },
  {
    name: 'the portal serves its pages and lies on PostgreSQL',
    run: async stack => {
      const page = await fetch(stack.urls.portal);
      assert.match(await page.text(), /<title>Slipway/);
      const databases = await stack.inside('postgres', [
        'psql',
        '--username=slipway',
        '--tuples-only',
        '--command=SELECT datname FROM pg_database',
      ]);
      assert.match(databases, /backstage_plugin_scaffolder/);
    },
  },
  {
    name: 'Prometheus is healthy and reads the targets of local AWS',
    run: async stack => {
      const healthy = await fetch(`${stack.urls.prometheus}/-/healthy`);
      assert.equal(healthy.status, 200);
      const config = await fetch(
        `${stack.urls.prometheus}/api/v1/status/config`,
      );
      assert.match((await config.json()).data.yaml, /local-aws\/targets\.json/);
    },
  },
  {
    name: 'an environment is created from its template',
    run: async stack => {
      const portal = await portalClient(stack.urls.portal);
      await eventually(60, () => portal.get(TEMPLATE_ROUTE));
      assert.deepEqual(await provisionedOf(portal), {
        bootstrap: false,
        platform: false,
      });
      await portal.runTemplate('template:default/slipway-environment', {
        environment: ENVIRONMENT,
        loadBalancer: 'internal',
      });
      await eventually(30, async () => {
        assert.deepEqual(await provisionedOf(portal), {
          bootstrap: true,
          platform: true,
        });
      });
    },
  },
  {
    name: 'its state, its bundles and its scan policy lie in the bucket, and no lock',
    run: async stack => {
      assert.deepEqual(await stateKeys(stack), [
        'bootstrap/stack.tar.gz',
        'bootstrap/terraform.tfstate',
        'platform/stack.tar.gz',
        'platform/terraform.tfstate',
        'policies/scans.json',
      ]);
    },
  },
  {
    name: 'a service is created from its template, and has nothing released',
    run: async stack => {
      const portal = await portalClient(stack.urls.portal);
      await portal.runTemplate('template:default/slipway-spring-boot-service', {
        name: SERVICE,
        owner: 'group:default/orders-team',
        environment: ENVIRONMENT,
        size: 'small',
        count: 2,
        database: false,
        javaVersion: '25',
      });
      await eventually(60, async () => {
        const { state, deployments } = await facetsOf(portal);
        assert.equal(state.verdict, 'healthy', JSON.stringify(state));
        assert.equal(deployments.data.services[0].released, false);
      });
    },
  },
  {
    name: 'a released image runs, and is measured',
    run: async stack => {
      const portal = await portalClient(stack.urls.portal);
      const image = await pushLocalImage({
        stack: SERVICE,
        endpoint: stack.urls.aws,
      });
      await portal.runTemplate('template:default/slipway-release-image', {
        stack: SERVICE,
        environment: ENVIRONMENT,
        image,
      });
      await eventually(120, async () => {
        const { deployments, metrics } = await facetsOf(portal);
        assert.equal(
          deployments.verdict,
          'healthy',
          JSON.stringify(deployments),
        );
        assert.equal(metrics.verdict, 'healthy', JSON.stringify(metrics));
      });
    },
  },
];
