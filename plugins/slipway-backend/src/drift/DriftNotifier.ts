import {
  type AuthService,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { type Entity, RELATION_OWNED_BY } from '@backstage/catalog-model';
import { type CatalogService } from '@backstage/plugin-catalog-node';
import { type NotificationService } from '@backstage/plugin-notifications-node';
import { STACK_ANNOTATION } from '@slipway/plugin-slipway-common';
import { type StackKey } from '../stacks';

/** Drift that a check found where the one before found none. */
export interface BegunDrift {
  key: StackKey;
  /** The entity that the stack names. */
  entityRef?: string;
  /** How many findings ask for something. */
  findings: number;
}

interface DriftNotifierOptions {
  auth: AuthService;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  notifications: NotificationService;
  logger: LoggerService;
}

/**
 * Tells the owner of a service that its drift began, through Backstage's notifications. A portal without them stays silent.
 */
export class DriftNotifier {
  readonly #options: DriftNotifierOptions;

  static create(options: DriftNotifierOptions): DriftNotifier {
    return new DriftNotifier(options);
  }

  private constructor(options: DriftNotifierOptions) {
    this.#options = options;
  }

  /** Never rejects: a check is good without the notice of it. */
  async notify(begun: BegunDrift): Promise<void> {
    const { logger } = this.#options;
    const { environment, stack } = begun.key;
    try {
      await this.#send(begun);
    } catch (error) {
      logger.debug(
        `The owner of ${stack} in ${environment} was not told of its drift`,
        error as Error,
      );
    }
  }

  async #send({ key, entityRef, findings }: BegunDrift): Promise<void> {
    const { auth, catalog, notifications } = this.#options;
    const { environment, stack } = key;
    const entity =
      entityRef &&
      (await catalog.getEntityByRef(entityRef, {
        credentials: await auth.getOwnServiceCredentials(),
      }));
    // Both must name each other, as for every facet.
    if (!entity || entity.metadata.annotations?.[STACK_ANNOTATION] !== stack) {
      return;
    }
    const owners = ownersOf(entity);
    if (owners.length === 0) {
      return;
    }
    const { kind, metadata } = entity;
    const path = [metadata.namespace ?? 'default', kind, metadata.name];
    await notifications.send({
      recipients: { type: 'entity', entityRef: owners },
      payload: {
        title: `${metadata.name} drifted in ${environment}`,
        // Counts only: what differs is for those who may see the facet.
        description: `${findings} ${
          findings === 1 ? 'difference' : 'differences'
        } between what is declared and what is there.`,
        link: `/catalog/${path.join('/').toLocaleLowerCase('en-US')}`,
        severity: 'normal',
        topic: 'slipway.drift',
        // A second episode renews the notice instead of adding to it.
        scope: `slipway.drift/${environment}/${stack}`,
      },
    });
  }
}

function ownersOf(entity: Entity): string[] {
  return (entity.relations ?? [])
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => targetRef);
}
