import type { InternalClient } from '../client/InternalClient';
import { AwsError } from '../proxy/AwsError';
import type { AwsRequest } from '../proxy/AwsRequest';
import { resolveAssociation } from './associations';
import type { Authorization, ConditionContext } from './Authorization';
import { policiesOf, type Caller } from './Caller';
import { accessDenied } from './denials';
import { evaluate } from './evaluate';
import type { Iam } from './Iam';
import type { IamSnapshot, NamedPolicy, Principal } from './IamSnapshot';
import { authorizationsOf } from './mapping';
import { requestContext } from './requestContext';
import type { ResourceTags } from './ResourceTags';

/** What the authorizer is made from. */
export interface AuthorizerOptions {
  accountId: string;
  client: InternalClient;
  iam: Iam;
  tags: ResourceTags;
}

/** Asks the policies whether a caller may make a call. */
export class Authorizer {
  readonly #options: AuthorizerOptions;

  private constructor(options: AuthorizerOptions) {
    this.#options = options;
  }

  static create(options: AuthorizerOptions): Authorizer {
    return new Authorizer(options);
  }

  /** Throws the denial of the call's protocol at the first question that is answered with no. */
  async authorize(request: AwsRequest, caller: Caller): Promise<void> {
    const { accountId, iam } = this.#options;
    const snapshot = await iam.snapshot();
    const resourcePolicy = await this.#bucketPolicy(request);
    for (const question of authorizationsOf({ request, accountId })) {
      await this.#require(request, {
        authorization: await this.#complete(question, snapshot),
        caller,
        resourcePolicy,
      });
    }
  }

  /** A role is assumed when its trust policy lets the caller; naming the account there leaves it to the caller's own policies. */
  async authorizeAssumeRole(
    request: AwsRequest,
    caller: Caller,
  ): Promise<void> {
    const form = request.form ?? new URLSearchParams();
    const roleArn = form.get('RoleArn') ?? '';
    const role = await this.#options.iam.roleOf(roleArn);
    if (!role) {
      throw accessDenied(request, {
        caller: caller.arn,
        action: 'sts:AssumeRole',
        resource: roleArn,
        reason:
          'because no resource-based policy allows the sts:AssumeRole action',
      });
    }
    const context: ConditionContext = {
      'sts:RoleSessionName': form.get('RoleSessionName') ?? '',
    };
    const externalId = form.get('ExternalId');
    if (externalId) {
      context['sts:ExternalId'] = externalId;
    }
    await this.#require(request, {
      authorization: { action: 'sts:AssumeRole', resource: roleArn, context },
      caller,
      resourcePolicy: role.trustPolicy,
    });
  }

  async #require(
    request: AwsRequest,
    question: {
      authorization: Authorization;
      caller: Caller;
      resourcePolicy?: unknown;
    },
  ): Promise<void> {
    const { authorization, caller, resourcePolicy } = question;
    const { accountId, iam } = this.#options;
    const verdict = await evaluate({
      authorization,
      principal: caller.arn,
      accountId,
      policies: policiesOf(caller),
      boundary: boundaryOf(caller, await iam.snapshot()),
      resourcePolicy,
      context: requestContext(request, caller, accountId),
    });
    if (!verdict.allowed) {
      throw accessDenied(request, {
        caller: caller.arn,
        action: authorization.action,
        resource: verdict.resource,
        reason: verdict.reason,
      });
    }
  }

  /** Adds what only the emulator's state tells: the path and boundary of a role, what an association joins, the tags of a resource. */
  async #complete(
    authorization: Authorization,
    snapshot: IamSnapshot,
  ): Promise<Authorization> {
    if (authorization.resource === undefined || authorization.isCreated) {
      return authorization;
    }
    const resource = await resolveAssociation(
      this.#options.client,
      authorization.resource,
    );
    if (resource === undefined) {
      return { ...authorization, resource };
    }
    const principal = findPrincipal(resource, snapshot);
    const context: ConditionContext = {};
    const tags = principal?.tags ?? (await this.#options.tags.read(resource));
    for (const [key, value] of tags) {
      context[`aws:ResourceTag/${key}`] = value;
    }
    if (principal?.boundaryArn) {
      context['iam:PermissionsBoundary'] = principal.boundaryArn;
    }
    return {
      ...authorization,
      resource: principal?.arn ?? resource,
      context: { ...context, ...authorization.context },
    };
  }

  async #bucketPolicy(request: AwsRequest): Promise<unknown> {
    const bucket = request.path.slice(1).split('/')[0];
    if (request.service !== 's3' || bucket === '') {
      return undefined;
    }
    const text = await this.#options.client.s3(
      { region: request.region, action: 'GetBucketPolicy' },
      `/${bucket}?policy`,
    );
    return text === undefined ? undefined : JSON.parse(text);
  }
}

function boundaryOf(
  caller: Caller,
  snapshot: IamSnapshot,
): NamedPolicy | undefined {
  if (caller.kind === 'operator' || !caller.principal.boundaryArn) {
    return undefined;
  }
  const arn = caller.principal.boundaryArn;
  const policy = snapshot.policies.get(arn);
  if (!policy) {
    throw new AwsError(
      'InternalFailure',
      `The permissions boundary ${arn} of ${caller.arn} does not exist`,
      500,
    );
  }
  return { name: arn, policy };
}

/** A call names a role or user without its path; IAM evaluates the ARN with it. */
function findPrincipal(
  resource: string,
  snapshot: IamSnapshot,
): Principal | undefined {
  const kind = /^arn:aws:iam::\d+:(user|role)\//.exec(resource)?.[1];
  if (!kind) {
    return undefined;
  }
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  return (kind === 'role' ? snapshot.roles : snapshot.users).get(name);
}
