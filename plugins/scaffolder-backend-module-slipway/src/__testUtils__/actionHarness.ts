import { type UrlReaderService } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import { type CatalogService } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { type ActionContext } from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { type JsonObject, type JsonValue } from '@backstage/types';
import { TerraformRunner } from '@slipway/plugin-slipway-node';
import { parse } from 'yaml';
import { ActionGate } from '../access';
import { type ActionServices } from '../actions';
import { DriftAdopter, DriftReader } from '../drift';
import { ConfiguredEnvironments } from '../environments';
import { LocalRepositories } from '../repository';
import { StackOperator } from '../stacks';
import { StateOperator } from '../states';
import { localConfig } from './localConfig';

/** The services of the actions, with one environment `dev` on an emulator and a catalog that is empty. */
export function actionServices(options: {
  endpoint: string;
  repositories?: string;
  allowed?: boolean;
  /** Names of permissions that are denied though the others are allowed. */
  denied?: string[];
  /** The policy of images. */
  scans?: JsonObject;
  catalog?: CatalogService;
  urlReader?: UrlReaderService;
}): ActionServices {
  const { allowed = true, denied = [], endpoint, repositories } = options;
  const config = localConfig(endpoint, options.scans);
  const runner = TerraformRunner.fromConfig(config);
  const operator = StackOperator.create({ runner });
  const { catalog = catalogServiceMock() } = options;
  return {
    environments: ConfiguredEnvironments.fromConfig(config),
    gate: ActionGate.create({
      auditor: mockServices.auditor.mock({
        createEvent: async () => ({
          success: async () => undefined,
          fail: async () => undefined,
        }),
      }),
      permissions: mockServices.permissions.mock({
        authorize: async requests =>
          requests.map(({ permission }) => ({
            result:
              allowed && !denied.includes(permission.name)
                ? AuthorizeResult.ALLOW
                : AuthorizeResult.DENY,
          })),
      }),
    }),
    operator,
    states: StateOperator.create({ stacks: operator }),
    runner,
    catalog,
    adopter: DriftAdopter.create({
      catalog,
      drift: DriftReader.create({
        auth: mockServices.auth(),
        discovery: mockServices.discovery(),
      }),
      integrations: ScmIntegrations.fromConfig(config),
      urlReader: options.urlReader ?? mockServices.urlReader.mock(),
      runner,
    }),
    repositories: repositories
      ? LocalRepositories.create({ folder: repositories })
      : undefined,
  };
}

/** What an action did: what it put out and every line that it logged. */
export type ActionResult = { output: JsonObject; log: string[] };

// Inputs come from examples and are not typed, as in a template: an action with any input fits.
type Runnable = { handler(context: never): Promise<void> };

/** Runs an action as the scaffolder does, checkpoints and all. */
export async function runAction(
  action: Runnable,
  options: {
    input: JsonObject;
    workspacePath?: string;
    isDryRun?: boolean;
    signal?: AbortSignal;
    user?: string;
    onLog?: (line: string) => void;
    /** What an earlier run of the task has done already, by the key of the checkpoint. */
    checkpoints?: Map<string, JsonValue | undefined>;
  },
): Promise<ActionResult> {
  const { checkpoints = new Map() } = options;
  const output: JsonObject = {};
  const log: string[] = [];
  const logger = mockServices.logger.mock({
    info: line => {
      log.push(line);
      options.onLog?.(line);
    },
  });
  const context = createMockActionContext({
    input: options.input,
    logger,
    workspacePath: options.workspacePath,
    user: { ref: options.user ?? 'user:default/ada' },
  });
  const run: ActionContext<JsonObject, JsonObject> = {
    ...context,
    logger,
    isDryRun: options.isDryRun,
    signal: options.signal,
    getInitiatorCredentials: async () => mockCredentials.user(),
    // As the scaffolder stores it: JSON.
    checkpoint: async ({ key, fn }) => {
      if (!checkpoints.has(key)) {
        const value = await fn();
        checkpoints.set(
          key,
          value === undefined ? value : JSON.parse(JSON.stringify(value)),
        );
      }
      return checkpoints.get(key);
    },
    output: (name, value) => {
      output[String(name)] = value as JsonValue;
    },
  };
  await action.handler(run as never);
  return { output, log };
}

/** The input of the first step of an action's example. */
export function exampleInput(
  examples: readonly { example: string }[],
  index: number,
): JsonObject {
  return parse(examples[index].example).steps[0].input;
}
