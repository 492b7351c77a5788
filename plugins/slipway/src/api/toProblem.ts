import { ResponseError } from '@backstage/errors';
import { type Problem } from '@slipway/plugin-slipway-common';
import { ZodError } from 'zod';

/**
 * Why the portal itself gave no answer, in the words that a facet uses for the same.
 */
export function toProblem(error: unknown): Problem {
  if (error instanceof ZodError) {
    return {
      code: 'unexpected-answer',
      message: 'The portal gave an answer that this page does not understand',
      remedy:
        'Reload the page; if it stays, the versions of the Slipway frontend and backend plugins differ',
    };
  }
  if (error instanceof ResponseError) {
    return fromResponse(error);
  }
  return {
    code: 'unreachable',
    message: 'The portal did not answer',
    remedy: 'Check the network; this page tries again by itself',
  };
}

function fromResponse(error: ResponseError): Problem {
  const { message } = error.cause;
  switch (error.statusCode) {
    case 401:
      return {
        code: 'credentials-invalid',
        message: 'You are not signed in any more',
        remedy: 'Reload the page and sign in',
      };
    case 403:
      return {
        code: 'access-denied',
        message: 'The policy of the portal does not allow you this',
        remedy: 'Ask those who run the portal for the permission',
      };
    case 404:
      return { code: 'not-found', message, remedy: 'Check the name' };
    case 400:
      return {
        code: 'annotation-invalid',
        message,
        remedy: "Correct the entity's slipway.dev annotations",
      };
    default:
      return {
        code: 'unreachable',
        message: `The portal answered with status ${error.statusCode}: ${message}`,
        remedy:
          "This page tries again by itself; if it stays, look into the backend's log",
      };
  }
}
