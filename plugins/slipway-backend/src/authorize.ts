import {
  type BackstageCredentials,
  type PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';

/** Whether the caller may. Everything but a plain yes is a no. */
export async function isAllowed(
  permissions: PermissionsService,
  options: { permission: BasicPermission; credentials: BackstageCredentials },
): Promise<boolean> {
  const { permission, credentials } = options;
  const [decision] = await permissions.authorize([{ permission }], {
    credentials,
  });
  return decision?.result === AuthorizeResult.ALLOW;
}

/**
 * Refuses a caller who may not.
 *
 * @throws NotAllowedError naming the permission.
 */
export async function authorize(
  permissions: PermissionsService,
  options: { permission: BasicPermission; credentials: BackstageCredentials },
): Promise<void> {
  if (!(await isAllowed(permissions, options))) {
    throw new NotAllowedError(
      `You lack the permission ${options.permission.name}`,
    );
  }
}
