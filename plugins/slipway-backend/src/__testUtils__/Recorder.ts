import { inspect } from 'node:util';
import {
  coreServices,
  createServiceFactory,
  type RootLoggerService,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { type Knex } from 'knex';

/** Services of a backend that keep all that a plugin hands to them. */
export class Recorder {
  readonly log: string[] = [];
  readonly events: unknown[] = [];
  readonly notifications: unknown[] = [];

  /** The services, on a database whose rows can be read. */
  features(knex: Knex) {
    const { events, notifications } = this;
    return [
      createServiceFactory({
        service: coreServices.rootLogger,
        deps: {},
        factory: () => this.#logger(),
      }),
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () => mockServices.database({ knex }),
      }),
      createServiceFactory({
        service: coreServices.auditor,
        deps: {},
        factory: () => ({
          createEvent: async options => {
            const { request: _, ...event } = options;
            events.push(event);
            return {
              success: async end => void events.push(end),
              fail: async end => void events.push(end),
            };
          },
        }),
      }),
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({
          send: async notification => void notifications.push(notification),
        }),
      }),
    ];
  }

  #logger(): RootLoggerService {
    const record = (message: string, meta?: unknown) => {
      this.log.push(inspect([message, meta], { depth: 12 }));
    };
    const logger: RootLoggerService = {
      error: record,
      warn: record,
      info: record,
      debug: record,
      child: () => logger,
    };
    return logger;
  }
}
