import { createHash } from 'node:crypto';
import { http, HttpResponse } from 'msw';
import { type WireAnswer } from './keepAnswers';

interface AwsFailure {
  awsError: string;
  message?: string;
  status?: number;
}

/** What a call is answered with: JSON, an error of AWS, or what was recorded. */
type FakeBody = object | AwsFailure | { recorded: WireAnswer };

/** A version of an object. */
export interface FakeVersion {
  id: string;
  at: string;
  body?: string;
  metadata?: Record<string, string>;
}

/** An answer, or one that depends on what was asked. */
export type FakeAnswer = FakeBody | ((input: object) => FakeBody);

const BUCKET = '/slipway-state-123456789012-eu-central-1/';

/**
 * AWS as far as the read side calls it, behind the real SDK clients: answers by action, objects by key, and a count of calls.
 * What is not scripted is an error.
 */
export class FakeAws {
  /** Answers of ECS and ECR, by action. */
  readonly answers: Record<string, FakeAnswer> = {};
  /** Objects of the state bucket, by key. */
  readonly objects: Record<string, string> = {};
  /** Versions of objects of the state bucket, by key, newest first; a body of `undefined` is a delete marker. */
  readonly versions: Record<string, FakeVersion[]> = {};
  /** Every call, in order. */
  readonly calls: string[] = [];
  bucketExists = true;
  /** What `DescribeTargetHealth` answers: state, and reason where it is not healthy; or what was recorded of a target group. */
  targets:
    | { id: string; state: string; reason?: string }[]
    | ((targetGroupArn: string) => WireAnswer) = [];

  /** The handlers for msw. */
  handlers(endpoint: string) {
    return [
      http.post(`${endpoint}/`, async ({ request }) => {
        const target = request.headers.get('x-amz-target');
        if (target) {
          return this.#json(
            target.slice(target.lastIndexOf('.') + 1),
            (await request.json()) as object,
          );
        }
        const form = new URLSearchParams(await request.text());
        if (form.get('Action') === 'DescribeTargetHealth') {
          return this.#describeTargetHealth(form.get('TargetGroupArn') ?? '');
        }
        this.calls.push('AssumeRole');
        return assumedRole();
      }),
      http.get(`${endpoint}/*`, ({ request }) => this.#s3(request)),
      http.head(`${endpoint}/*`, ({ request }) => this.#s3(request)),
    ];
  }

  #json(action: string, input: object) {
    this.calls.push(action);
    const scripted = this.answers[action] ?? { awsError: 'NotScripted' };
    const answer: Partial<AwsFailure & { recorded: WireAnswer }> =
      typeof scripted === 'function' ? scripted(input) : scripted;
    if (answer.recorded) {
      return replay(answer.recorded);
    }
    if (answer.awsError) {
      return HttpResponse.json(
        {
          __type: answer.awsError,
          message: answer.message ?? 'A text with arn:aws:secret',
        },
        { status: answer.status ?? 400 },
      );
    }
    return HttpResponse.json(answer);
  }

  #describeTargetHealth(targetGroupArn: string) {
    this.calls.push('DescribeTargetHealth');
    if (typeof this.targets === 'function') {
      return replay(this.targets(targetGroupArn));
    }
    const members = this.targets
      .map(
        ({ id, state, reason }) =>
          `<member><Target><Id>${id}</Id><Port>8080</Port></Target><TargetHealth><State>${state}</State>${
            reason ? `<Reason>${reason}</Reason>` : ''
          }</TargetHealth></member>`,
      )
      .join('');
    return xml(
      `<DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions>${members}</TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`,
      200,
    );
  }

  #s3(request: Request) {
    const url = new URL(request.url);
    if (!this.bucketExists) {
      this.calls.push('s3');
      return s3Error('NoSuchBucket');
    }
    if (url.searchParams.has('versions')) {
      this.calls.push('ListObjectVersions');
      return xml(listVersions(this.versions), 200);
    }
    const key = url.pathname.slice(BUCKET.length);
    this.calls.push(`GetObject ${key}`);
    const id = url.searchParams.get('versionId');
    const version = this.versions[key]?.find(entry => entry.id === id);
    const body = id === null ? this.objects[key] : version?.body;
    const versionId = id ?? this.versions[key]?.[0]?.id;
    if (body === undefined) {
      return s3Error('NoSuchKey');
    }
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    if (request.headers.get('if-none-match') === etag) {
      return new HttpResponse(null, { status: 304 });
    }
    return new HttpResponse(body, {
      headers: {
        etag,
        ...version?.metadata,
        ...(versionId ? { 'x-amz-version-id': versionId } : {}),
        'last-modified': 'Sun, 22 Nov 2026 10:00:00 GMT',
        'content-length': String(Buffer.byteLength(body)),
      },
    });
  }
}

function listVersions(versions: Record<string, FakeVersion[]>): string {
  const entries = Object.entries(versions).flatMap(([key, list]) =>
    list.map(({ id, at, body }, index) => {
      const kind = body === undefined ? 'DeleteMarker' : 'Version';
      return `<${kind}><Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>${
        index === 0
      }</IsLatest><LastModified>${at}</LastModified><Size>${
        body?.length ?? 0
      }</Size></${kind}>`;
    }),
  );
  return `<ListVersionsResult>${entries.join('')}</ListVersionsResult>`;
}

function s3Error(code: string) {
  return xml(`<Error><Code>${code}</Code><Message>m</Message></Error>`, 404);
}

function assumedRole() {
  return xml(
    `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>ASIAFAKE</AccessKeyId><SecretAccessKey>fake</SecretAccessKey><SessionToken>fake</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
    200,
  );
}

function replay({ status, headers, body }: WireAnswer) {
  return new HttpResponse(body, { status, headers });
}

function xml(body: string, status: number) {
  return new HttpResponse(`<?xml version="1.0" encoding="UTF-8"?>${body}`, {
    status,
    headers: { 'content-type': 'application/xml' },
  });
}
