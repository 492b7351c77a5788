import { randomUUID } from 'node:crypto';
import type { AwsRequest } from './AwsRequest';
import { jsonResponse, xmlResponse, type AwsResponse } from './AwsResponse';

/** An error that AWS itself would answer; handlers throw it, the proxy renders it in the caller's protocol. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
  }
}

/**
 * A call that policies do not allow. AWS asks them before a service sees the call, and its JSON protocols spell the text of that
 * refusal `Message`, where services themselves write `message`.
 */
export class AwsDenial extends AwsError {}

function escapeXml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** Renders an error as the service of the request would: JSON, query XML, EC2 XML or S3 XML. */
export function errorResponse(
  request: AwsRequest,
  error: AwsError,
): AwsResponse {
  const id = randomUUID();
  const { code, status } = error;
  const message = escapeXml(error.message);
  switch (request.protocol) {
    case 'query':
      return xmlResponse(
        `<ErrorResponse><Error><Type>${
          status < 500 ? 'Sender' : 'Receiver'
        }</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${id}</RequestId></ErrorResponse>`,
        status,
      );
    case 'ec2':
      return xmlResponse(
        `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>${id}</RequestID></Response>`,
        status,
      );
    case 's3':
      return xmlResponse(
        `<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${id}</RequestId></Error>`,
        status,
      );
    case 'json':
    case 'rest': {
      const member = error instanceof AwsDenial ? 'Message' : 'message';
      const answer = jsonResponse(
        { __type: code, [member]: error.message },
        status,
      );
      answer.headers['x-amzn-errortype'] = code;
      return answer;
    }
    default:
      throw new Error(`Unknown protocol ${request.protocol satisfies never}`);
  }
}
