import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { root } from '../lib/paths.mjs';

// Backstage's packages load as CommonJS in Node.
const require = createRequire(import.meta.url);
const { ConfigReader } = require('@backstage/config');
const { ScmIntegrations } = require('@backstage/integration');
const {
  createFetchTemplateAction,
} = require('@backstage/plugin-scaffolder-backend');

const template = path.join(root, 'templates/spring-boot-service/template.yaml');
const silent = {
  info() {},
  warn() {},
  error() {},
  debug() {},
  child: () => silent,
};

/** What the template itself passes on, so that there is one place for it. */
function valuesOfTemplate() {
  const { spec } = parse(fs.readFileSync(template, 'utf8'));
  const { databaseVersion } = spec.steps.find(({ id }) => id === 'render').input
    .values;
  return { databaseVersion };
}

/** Adds the variables that the apply step writes beside those of the content. */
function writeVariables(repository, database) {
  const file = path.join(repository, 'terraform/terraform.tfvars.json');
  const variables = {
    ...JSON.parse(fs.readFileSync(file, 'utf8')),
    account_id: '123456789012',
    database,
    entity_ref: 'component:default/orders',
    environment: 'local',
    owner: 'group:default/orders-team',
    prefix: 'slipway',
    region: 'eu-central-1',
    stack: 'orders',
  };
  fs.writeFileSync(file, JSON.stringify(variables));
}

/**
 * The repository of a service `orders`, as the steps of the template leave it: the shipped root, the content that
 * Backstage's own action rendered around it, and the variables. Answers a new folder.
 */
export async function renderService({
  database,
  javaVersion,
  javaDistribution,
}) {
  const workspacePath = fs.mkdtempSync(
    path.join(os.tmpdir(), 'slipway-service-'),
  );
  fs.cpSync(
    path.join(root, 'terraform/service'),
    path.join(workspacePath, 'terraform'),
    {
      recursive: true,
      filter: name => !['.terraform', 'tests'].includes(path.basename(name)),
    },
  );
  const action = createFetchTemplateAction({
    integrations: ScmIntegrations.fromConfig(new ConfigReader({})),
    reader: {},
  });
  await action.handler({
    input: {
      url: './content',
      values: {
        name: 'orders',
        description: 'Takes orders: "all" of them',
        owner: 'group:default/orders-team',
        environment: 'local',
        region: 'eu-central-1',
        accountId: '123456789012',
        prefix: 'slipway',
        database,
        javaVersion,
        javaDistribution,
        ...valuesOfTemplate(),
      },
    },
    templateInfo: {
      entityRef: 'template:default/test',
      baseUrl: `file://${template}`,
    },
    workspacePath,
    logger: silent,
    createTemporaryDirectory: async () =>
      fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-render-')),
    output() {},
  });
  writeVariables(workspacePath, database);
  return workspacePath;
}
