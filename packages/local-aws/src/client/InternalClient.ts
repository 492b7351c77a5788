import { XMLParser } from 'fast-xml-parser';
import type { AwsRequest } from '../proxy/AwsRequest';
import type { AwsResponse } from '../proxy/AwsResponse';
import { runHandlers, type Handler } from '../proxy/Handler';

/** The access key of the emulator's account root: the operator's, and the one that handlers call each other with. */
export const OPERATOR_ACCESS_KEY_ID = 'AKIALOCALOPERATOR000';

const JSON_TARGETS: Record<string, string> = {
  ecr: 'AmazonEC2ContainerRegistry_V20150921',
  ecs: 'AmazonEC2ContainerServiceV20141113',
  logs: 'Logs_20140328',
  secretsmanager: 'secretsmanager',
};

const QUERY_VERSIONS: Record<string, string> = {
  ec2: '2016-11-15',
  elasticloadbalancing: '2015-12-01',
  iam: '2010-05-08',
  monitoring: '2010-08-01',
  rds: '2014-10-31',
};

/** One call that a handler makes on its own account. */
export interface InternalCall {
  service: string;
  region: string;
  action: string;
}

const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true });

/** A list of the query protocols: absent, one element or several. */
export function xmlList<T>(value: T | T[] | '' | undefined): T[] {
  if (value === undefined || value === '') {
    return [];
  }
  return Array.isArray(value) ? value : [value];
}

/**
 * Calls the handlers below the caller without going through HTTP, as the operator. Handlers use it to learn what
 * another service of the emulator knows: the policies of a user, the tags of a resource, the settings of a repository.
 */
export class InternalClient {
  readonly #handlers: Handler[];

  private constructor(handlers: Handler[]) {
    this.#handlers = handlers;
  }

  /** `handlers` is the chain that answers; its last link forwards to moto. */
  static create(options: { handlers: Handler[] }): InternalClient {
    return new InternalClient(options.handlers);
  }

  /** A call of the JSON protocol. The answer's body is returned unparsed by schema; an error of the service is thrown. */
  async json(call: InternalCall, input: object): Promise<unknown> {
    const answer = await this.#send(call, {
      protocol: 'json',
      json: input,
      body: Buffer.from(JSON.stringify(input)),
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `${JSON_TARGETS[call.service] ?? call.service}.${
          call.action
        }`,
      },
    });
    return JSON.parse(answer.body.toString('utf8') || '{}');
  }

  /** A call of the query protocol. The answer is the parsed XML document, all values as text; an error is thrown. */
  async query(
    call: InternalCall,
    parameters: Record<string, string>,
  ): Promise<unknown> {
    const form = new URLSearchParams({
      Action: call.action,
      Version: QUERY_VERSIONS[call.service] ?? '',
      ...parameters,
    });
    const answer = await this.#send(call, {
      protocol: call.service === 'ec2' ? 'ec2' : 'query',
      form,
      body: Buffer.from(form.toString()),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    return parser.parse(answer.body.toString('utf8'));
  }

  /** A GET of S3, for example `/bucket?policy`. Returns `undefined` when S3 says that there is none. */
  async s3(
    call: Omit<InternalCall, 'service'>,
    url: string,
  ): Promise<string | undefined> {
    const answer = await this.#run(
      { ...call, service: 's3' },
      { protocol: 's3', url, body: Buffer.alloc(0), headers: {} },
    );
    return answer.status === 200 ? answer.body.toString('utf8') : undefined;
  }

  async #send(
    call: InternalCall,
    rest: Partial<AwsRequest>,
  ): Promise<AwsResponse> {
    const answer = await this.#run(call, rest);
    if (answer.status >= 300) {
      throw new Error(
        `${call.service}:${call.action} answered ${
          answer.status
        }: ${answer.body.toString('utf8')}`,
      );
    }
    return answer;
  }

  #run(call: InternalCall, rest: Partial<AwsRequest>): Promise<AwsResponse> {
    const { service, region, action } = call;
    const url = rest.url ?? '/';
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const request: AwsRequest = {
      service,
      region,
      action,
      protocol: 'json',
      accessKeyId: OPERATOR_ACCESS_KEY_ID,
      method: rest.protocol === 's3' ? 'GET' : 'POST',
      body: Buffer.alloc(0),
      ...rest,
      url,
      path: pathname,
      query: searchParams,
      headers: {
        host: 'localhost',
        authorization: `AWS4-HMAC-SHA256 Credential=${OPERATOR_ACCESS_KEY_ID}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
        ...rest.headers,
      },
    };
    return runHandlers(this.#handlers, request);
  }
}
