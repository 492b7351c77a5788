import { randomBytes, randomInt } from 'node:crypto';

/** Where ARNs of the store live. */
export interface ArnScope {
  accountId: string;
  region: string;
}

/** `arn:aws:ecs:<region>:<account>:<type>/<path…>` */
export function ecsArn(scope: ArnScope, ...path: string[]): string {
  return `arn:aws:ecs:${scope.region}:${scope.accountId}:${path.join('/')}`;
}

/** The last part of an ARN, or the name itself when a caller gave a plain name. */
export function resourceName(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}

/** The cluster part of a long service, task or container ARN. */
export function clusterOfArn(arn: string): string | undefined {
  const parts = arn.split('/');
  return arn.startsWith('arn:') && parts.length >= 3 ? parts[1] : undefined;
}

/** Task ids and the like: 32 hexadecimal digits. */
export function hexId(length = 32): string {
  return randomBytes(Math.ceil(length / 2))
    .toString('hex')
    .slice(0, length);
}

/** Deployment and revision ids: 19 decimal digits. */
export function decimalId(): string {
  const high = randomInt(100_000_000, 999_999_999);
  const low = randomInt(0, 9_999_999_999);
  return `${high}${String(low).padStart(10, '0')}`;
}
