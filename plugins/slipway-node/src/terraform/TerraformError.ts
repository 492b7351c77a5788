import { CustomErrorBase } from '@backstage/errors';
import { type StateLock } from '@slipway/plugin-slipway-common';
import { type Diagnostic } from './events';

/**
 * Why a run of Terraform gave no result. One entry per cause that a person would mend differently.
 *
 * @public
 */
export type TerraformErrorCode =
  | 'terraform-missing'
  | 'terraform-too-old'
  | 'roots-missing'
  | 'state-locked'
  | 'state-damaged'
  | 'stale-plan'
  | 'bucket-missing'
  | 'credentials-invalid'
  | 'access-denied'
  | 'unreachable'
  | 'provider-unavailable'
  | 'not-initialised'
  | 'destroy-refused'
  | 'cancelled'
  | 'failed';

/**
 * A run of Terraform that failed. The message says what happened, to what, and what to do.
 *
 * @public
 */
export class TerraformError extends CustomErrorBase {
  name = 'TerraformError' as const;
  readonly code: TerraformErrorCode;
  /** The errors that Terraform itself reported. */
  readonly diagnostics: readonly Diagnostic[];
  /** Who holds the lock, for `state-locked`. */
  readonly lock?: StateLock;

  constructor(options: {
    code: TerraformErrorCode;
    message: string;
    diagnostics?: readonly Diagnostic[];
    lock?: StateLock;
    cause?: unknown;
  }) {
    super(options.message, options.cause);
    this.code = options.code;
    this.diagnostics = options.diagnostics ?? [];
    this.lock = options.lock;
  }
}
