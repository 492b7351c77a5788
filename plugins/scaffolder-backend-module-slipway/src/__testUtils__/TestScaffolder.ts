import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  type TestDatabases,
} from '@backstage/backend-test-utils';
import { parseEntityRef } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import { type JsonObject } from '@backstage/types';
import scaffolderModuleSlipway from '..';

type Knex = Awaited<ReturnType<TestDatabases['init']>>;

// The scaffolder asks once a second for a task's events, and finds only then that the task has ended.
const TASK_WATCH_MS = 2_000;

/** A step of a task. */
export type TestStep = { action: string; input: JsonObject };

/** How a task ended, and all that the scaffolder tells of it. */
export type TestTask = { status: string; output: unknown; text: string };

/** A real scaffolder with the module, which runs steps as tasks and keeps all that it says. */
export class TestScaffolder {
  /** Lines of the log, and audit events. */
  readonly said: string[] = [];
  #steps: TestStep[] = [];
  readonly #knex: Knex;
  #url = '';
  #stop: () => Promise<void> = async () => undefined;

  static async start(options: {
    slipway: JsonObject;
    knex: Knex;
  }): Promise<TestScaffolder> {
    const scaffolder = new TestScaffolder(options.knex);
    await scaffolder.#start(options.slipway);
    return scaffolder;
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Runs a task to its end. */
  async run(...steps: TestStep[]): Promise<TestTask> {
    this.#steps = steps;
    const { id } = await this.#json('/tasks', {
      templateRef: 'template:default/test',
      values: {},
    });
    for (;;) {
      const task = await this.#json(`/tasks/${id}`);
      if (!['open', 'processing'].includes(task.status)) {
        const events = await this.#json(`/tasks/${id}/events`);
        const end = events.find(
          ({ type }: { type: string }) => type === 'completion',
        );
        return {
          status: task.status,
          output: end?.body.output,
          text: JSON.stringify({ task, events }),
        };
      }
      await wait(100);
    }
  }

  /** Every row of the scaffolder's database. */
  async rows(): Promise<unknown[]> {
    const tables = await this.#knex('sqlite_master').where({ type: 'table' });
    return Promise.all(tables.map(({ name }) => this.#knex(name)));
  }

  /** Stops it, and waits until nothing asks its database any more. */
  async stop(): Promise<void> {
    await this.#stop();
    await wait(TASK_WATCH_MS);
  }

  async #start(slipway: JsonObject): Promise<void> {
    const say = (...words: unknown[]) =>
      void this.said.push(inspect(words, { depth: 12 }));
    const logger = mockServices.rootLogger.mock({
      error: say,
      warn: say,
      info: say,
      debug: say,
      child: () => logger,
    });
    const backend = await startTestBackend({
      features: [
        scaffolderPlugin,
        scaffolderModuleSlipway,
        catalogServiceMock.mock({
          getEntityByRef: async ref => {
            const { kind } =
              typeof ref === 'string' ? parseEntityRef(ref) : ref;
            return kind.toLocaleLowerCase('en-US') === 'template'
              ? this.#template()
              : undefined;
          },
        }).factory,
        mockServices.rootConfig.factory({ data: { slipway } }),
        createServiceFactory({
          service: coreServices.rootLogger,
          deps: {},
          factory: () => logger,
        }),
        createServiceFactory({
          service: coreServices.database,
          deps: {},
          factory: () => mockServices.database({ knex: this.#knex }),
        }),
        createServiceFactory({
          service: coreServices.auditor,
          deps: {},
          factory: () => ({
            createEvent: async ({ request: _, ...event }) => {
              say(event);
              return {
                success: async end => say(end),
                fail: async end => say(end),
              };
            },
          }),
        }),
      ],
    });
    this.#stop = () => backend.stop();
    this.#url = `http://127.0.0.1:${backend.server.port()}/api/scaffolder/v2`;
  }

  #template() {
    const steps = this.#steps;
    return {
      apiVersion: 'scaffolder.backstage.io/v1beta3',
      kind: 'Template',
      metadata: { name: 'test', namespace: 'default' },
      spec: {
        type: 'operation',
        parameters: {},
        steps: steps.map(({ action, input }, index) => ({
          id: `step${index}`,
          name: action,
          action,
          input,
        })),
        output: Object.fromEntries(
          steps.map((_step, index) => [
            `step${index}`,
            `\${{ steps.step${index}.output }}`,
          ]),
        ),
      },
    };
  }

  async #json(path: string, body?: object): Promise<any> {
    const response = await fetch(`${this.#url}${path}`, {
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
      headers: { 'content-type': 'application/json' },
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${path}: ${response.status} ${text}`);
    }
    return JSON.parse(text);
  }
}
