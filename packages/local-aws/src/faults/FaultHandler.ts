import { setTimeout as sleep } from 'node:timers/promises';
import { accessDenied } from '../access';
import type { AdminRoutes } from '../proxy/AdminRoutes';
import { AwsError } from '../proxy/AwsError';
import type { AwsRequest } from '../proxy/AwsRequest';
import type { AwsResponse } from '../proxy/AwsResponse';
import type { Handler } from '../proxy/Handler';
import { faultMatches, faultSchema, type Fault } from './fault';

const THROTTLING_CODES: Record<string, string> = {
  ec2: 'RequestLimitExceeded',
  s3: 'SlowDown',
  iam: 'Throttling',
  sts: 'Throttling',
  rds: 'Throttling',
  elasticloadbalancing: 'Throttling',
};

function faultError(fault: Fault, request: AwsRequest): AwsError | undefined {
  const { service, action, protocol } = request;
  switch (fault.kind) {
    case 'throttle':
      return new AwsError(
        THROTTLING_CODES[service] ?? 'ThrottlingException',
        'Rate exceeded',
        protocol === 'json' ? 400 : 503,
      );
    case 'deny':
      return accessDenied(request, {
        caller: request.accessKeyId ?? 'anonymous',
        action: `${service}:${action}`,
        reason: `because no identity-based policy allows the ${service}:${action} action`,
      });
    case 'error':
      return new AwsError(
        protocol === 's3' ? 'InternalError' : 'ServerException',
        'Service Unavailable. Please try again later.',
        500,
      );
    case 'latency':
      return undefined;
    default:
      throw new Error(`Unknown fault ${fault.kind satisfies never}`);
  }
}

/** First in the chain: counts the calls by action, and disturbs those that a fault names. */
export class FaultHandler implements Handler {
  readonly #calls = new Map<string, number>();
  #faults: Fault[] = [];

  private constructor() {}

  /** Registers `/_local/faults` and `/_local/calls`. */
  static create(options: { admin: AdminRoutes }): FaultHandler {
    const { admin } = options;
    const handler = new FaultHandler();
    admin.on('POST', 'faults', body => {
      handler.#faults.push(faultSchema.parse(body));
    });
    admin.on('GET', 'faults', () => handler.#faults);
    admin.on('DELETE', 'faults', () => {
      handler.#faults = [];
    });
    admin.on('GET', 'calls', () =>
      Object.fromEntries([...handler.#calls].sort()),
    );
    admin.on('DELETE', 'calls', () => handler.#calls.clear());
    return handler;
  }

  async handle(
    request: AwsRequest,
    next: () => Promise<AwsResponse>,
  ): Promise<AwsResponse> {
    const name = `${request.service}:${request.action}`;
    this.#calls.set(name, (this.#calls.get(name) ?? 0) + 1);

    for (const fault of this.#take(request)) {
      const error = faultError(fault, request);
      if (error) {
        throw error;
      }
      await sleep(fault.ms ?? 1000);
    }
    return next();
  }

  /** The faults of this call; those with a count are used up. */
  #take(request: AwsRequest): Fault[] {
    const taken = this.#faults.filter(fault => faultMatches(fault, request));
    this.#faults = this.#faults
      .map(fault =>
        taken.includes(fault) && fault.times
          ? { ...fault, times: fault.times - 1 }
          : fault,
      )
      .filter(fault => fault.times !== 0);
    return taken;
  }
}
