import type { AwsRequest } from './AwsRequest';
import type { AwsResponse } from './AwsResponse';

/**
 * One link of the chain between the caller and moto. A handler answers by itself, refuses by throwing an `AwsError`,
 * or calls `next` and passes on (or amends) what comes back.
 */
export interface Handler {
  handle(
    request: AwsRequest,
    next: () => Promise<AwsResponse>,
  ): Promise<AwsResponse>;
}

/** Runs a request through the handlers in order. The last handler must not call `next`. */
export async function runHandlers(
  handlers: Handler[],
  request: AwsRequest,
): Promise<AwsResponse> {
  const [handler, ...rest] = handlers;
  if (!handler) {
    throw new Error(
      `No handler answers ${request.service}:${request.action}; the chain must end with one that does`,
    );
  }
  return handler.handle(request, () => runHandlers(rest, request));
}
