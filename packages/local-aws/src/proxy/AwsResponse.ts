import type { OutgoingHttpHeaders } from 'node:http';

/** An answer on its way to the caller. */
export interface AwsResponse {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
}

function toWire(value: unknown): unknown {
  if (value instanceof Date) {
    return value.getTime() / 1000;
  }
  if (Array.isArray(value)) {
    return value.map(toWire);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, toWire(entry)]),
    );
  }
  return value;
}

/** An answer of the AWS JSON protocols: dates become epoch seconds, `undefined` members are left out. */
export function jsonResponse(body: unknown, status = 200): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: Buffer.from(JSON.stringify(toWire(body))),
  };
}

/** An XML answer of the query protocols and S3. */
export function xmlResponse(body: string, status = 200): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: Buffer.from(body),
  };
}
