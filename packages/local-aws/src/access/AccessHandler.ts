import type { InternalClient } from '../client/InternalClient';
import type { AwsRequest } from '../proxy/AwsRequest';
import { xmlResponse, type AwsResponse } from '../proxy/AwsResponse';
import type { Handler } from '../proxy/Handler';
import { Authorizer } from './Authorizer';
import type { Caller } from './Caller';
import { Callers } from './Callers';
import { Iam } from './Iam';
import { ResourceTags } from './ResourceTags';

/** What the access check is made from. */
export interface AccessHandlerOptions {
  accountId: string;
  /** Reaches the handlers below this one: IAM, and the services that know the tags of their resources. */
  client: InternalClient;
}

/**
 * IAM enforced. Every call needs a known access key, and from the policies, the permission boundary and the
 * resource's policy of its owner a yes to each question that AWS asks about it. The operator's key is not
 * restricted. Signatures are not verified: the emulator listens on loopback and trusts what a caller says it is.
 * Session policies and service control policies are not evaluated.
 */
export class AccessHandler implements Handler {
  readonly #accountId: string;
  readonly #iam: Iam;
  readonly #callers: Callers;
  readonly #authorizer: Authorizer;

  private constructor(options: AccessHandlerOptions) {
    const { accountId, client } = options;
    this.#accountId = accountId;
    this.#iam = Iam.create({ client });
    this.#callers = Callers.create({ accountId, iam: this.#iam });
    this.#authorizer = Authorizer.create({
      accountId,
      client,
      iam: this.#iam,
      tags: ResourceTags.create({ client }),
    });
  }

  static create(options: AccessHandlerOptions): AccessHandler {
    return new AccessHandler(options);
  }

  async handle(
    request: AwsRequest,
    next: () => Promise<AwsResponse>,
  ): Promise<AwsResponse> {
    if (!isOpen(request)) {
      const caller = await this.#callers.identify(request);
      if (request.action === 'GetCallerIdentity') {
        return callerIdentity(caller, this.#accountId);
      }
      await this.#authorize(request, caller);
    }
    const answer = await next();
    this.#callers.noteAnswer(request, answer);
    this.#iam.noteCall(request);
    return answer;
  }

  async #authorize(request: AwsRequest, caller: Caller): Promise<void> {
    if (request.service === 'sts' && request.action === 'AssumeRole') {
      await this.#authorizer.authorizeAssumeRole(request, caller);
    } else if (caller.kind !== 'operator') {
      await this.#authorizer.authorize(request, caller);
    }
  }
}

/** moto's own endpoints, and the one call that exchanges a token of another issuer for credentials. */
function isOpen(request: AwsRequest): boolean {
  return (
    request.path.startsWith('/moto-api') ||
    request.action === 'AssumeRoleWithWebIdentity'
  );
}

/** `GetCallerIdentity` needs no permission; moto would not know the operator. */
function callerIdentity(caller: Caller, accountId: string): AwsResponse {
  const userId = caller.kind === 'operator' ? accountId : caller.principal.name;
  return xmlResponse(
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${caller.arn}</Arn><UserId>${userId}</UserId><Account>${accountId}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  );
}
