import type { IncomingHttpHeaders } from 'node:http';
import { s3Action } from './s3Action';

/** The family of wire formats that an AWS service speaks; it decides the shape of an error. */
export type AwsProtocol = 'json' | 'query' | 'ec2' | 's3' | 'rest';

/** One call of an SDK, the CLI or the Terraform provider, as far as every handler needs it. */
export interface AwsRequest {
  /** Signing name, for example `ecs`, `elasticloadbalancing`, `s3`. */
  service: string;
  /** API action, for example `DescribeServices`; for S3 derived from method and query. */
  action: string;
  protocol: AwsProtocol;
  region: string;
  /** Absent when the call is not signed. */
  accessKeyId?: string;
  method: string;
  /** Path and query exactly as received: S3 keys must not be encoded anew. */
  url: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Parsed body of a JSON protocol call. */
  json?: unknown;
  /** Parsed body of a query protocol call. */
  form?: URLSearchParams;
}

/** What the HTTP server hands over: one request, read to its end. */
export interface RawRequest {
  method: string;
  /** Path and query, as received. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface Caller {
  accessKeyId?: string;
  region: string;
  service: string;
}

const DEFAULT_REGION = 'us-east-1';

/**
 * Reads the caller from the credential scope of Signature Version 4, in the header or (presigned) in the query:
 * `<access key>/<date>/<region>/<service>/aws4_request`. The signature itself is not verified.
 */
function readCaller(
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
): Caller {
  const scope =
    /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ??
    query.get('X-Amz-Credential') ??
    undefined;
  const parts = scope?.split('/') ?? [];
  if (parts.length < 5) {
    return { region: DEFAULT_REGION, service: 's3' };
  }
  const [region, service] = parts.slice(-3, -1);
  return { accessKeyId: parts.slice(0, -4).join('/'), region, service };
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8') || '{}');
  } catch {
    return undefined;
  }
}

/** Finds out which action of which service a request asks for. Never throws: what is not understood goes to moto as it is. */
export function parseAwsRequest(raw: RawRequest): AwsRequest {
  const { pathname, searchParams: query } = new URL(
    raw.url,
    'http://localhost',
  );
  const { headers, body, method, url } = raw;
  const caller = readCaller(headers, query);
  const common = {
    ...caller,
    method,
    url,
    path: pathname,
    query,
    headers,
    body,
  };

  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const action = target.slice(target.lastIndexOf('.') + 1);
    return { ...common, action, protocol: 'json', json: readJson(body) };
  }

  const contentType = headers['content-type'] ?? '';
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    const form = new URLSearchParams(body.toString('utf8'));
    const action = form.get('Action');
    if (action) {
      const protocol = caller.service === 'ec2' ? 'ec2' : 'query';
      return { ...common, action, protocol, form };
    }
  }

  if (caller.service === 's3') {
    const action = s3Action({ method, path: pathname, query, headers });
    return { ...common, action, protocol: 's3' };
  }
  const action = query.get('Action') ?? `${method} ${pathname}`;
  return { ...common, action, protocol: 'rest' };
}
