import {
  type AuditorService,
  type PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import { type ActionRun } from './ActionRun';

/** Lets an action do its work when its caller may, and writes it down either way. */
export class ActionGate {
  readonly #permissions: PermissionsService;
  readonly #auditor: AuditorService;

  static create(options: {
    permissions: PermissionsService;
    auditor: AuditorService;
  }): ActionGate {
    return new ActionGate(options);
  }

  private constructor(options: {
    permissions: PermissionsService;
    auditor: AuditorService;
  }) {
    this.#permissions = options.permissions;
    this.#auditor = options.auditor;
  }

  /**
   * Runs `work` as an audited event, with the permissions of the person who started the task.
   *
   * @throws NotAllowedError unless the permission is clearly granted.
   */
  async pass<T>(
    options: {
      run: ActionRun;
      permission: BasicPermission;
      eventId: string;
      meta: Record<string, string>;
    },
    work: () => Promise<T>,
  ): Promise<T> {
    const { run, permission, eventId, meta } = options;
    const event = await this.#auditor.createEvent({
      eventId,
      severityLevel: permission.attributes.action === 'read' ? 'low' : 'high',
      meta: {
        ...meta,
        taskId: run.task.id,
        user: run.user?.ref ?? 'unknown',
        dryRun: run.isDryRun ?? false,
      },
    });
    try {
      await this.#check(run, permission);
      const result = await work();
      await event.success();
      return result;
    } catch (error) {
      await event.fail({
        error: error instanceof Error ? error : new Error(String(error)),
      });
      throw error;
    }
  }

  async #check(run: ActionRun, permission: BasicPermission): Promise<void> {
    const [decision] = await this.#permissions.authorize([{ permission }], {
      credentials: await run.getInitiatorCredentials(),
    });
    if (decision?.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `${run.user?.ref ?? 'You'} may not do this: the permission ${
          permission.name
        } is missing`,
      );
    }
  }
}
