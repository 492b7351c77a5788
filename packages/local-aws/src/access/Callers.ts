import { OPERATOR_ACCESS_KEY_ID } from '../client/InternalClient';
import type { AwsRequest } from '../proxy/AwsRequest';
import type { AwsResponse } from '../proxy/AwsResponse';
import type { Caller } from './Caller';
import { expiredSession, unknownAccessKey, unsignedCall } from './denials';
import type { Iam } from './Iam';
import { Sessions } from './Sessions';

/** Tells by the access key who makes a call. */
export class Callers {
  readonly #operatorArn: string;
  readonly #iam: Iam;
  readonly #sessions = Sessions.create();

  private constructor(operatorArn: string, iam: Iam) {
    this.#operatorArn = operatorArn;
    this.#iam = iam;
  }

  static create(options: { accountId: string; iam: Iam }): Callers {
    return new Callers(`arn:aws:iam::${options.accountId}:root`, options.iam);
  }

  /** Who signed the call. Throws in the call's protocol for no key, an unknown or inactive one, and an expired session. */
  async identify(request: AwsRequest): Promise<Caller> {
    const { accessKeyId } = request;
    if (!accessKeyId) {
      throw unsignedCall(request);
    }
    if (accessKeyId === OPERATOR_ACCESS_KEY_ID) {
      return { kind: 'operator', arn: this.#operatorArn };
    }
    const caller =
      (await this.#sessionOf(request, accessKeyId)) ??
      (await this.#userOf(accessKeyId));
    if (!caller) {
      throw unknownAccessKey(request);
    }
    return caller;
  }

  /** Remembers the credentials that an answer of STS hands out. */
  noteAnswer(request: AwsRequest, answer: AwsResponse): void {
    const roleArn = request.form?.get('RoleArn');
    if (roleArn && request.action.startsWith('AssumeRole')) {
      this.#sessions.remember(roleArn, answer);
    }
  }

  async #sessionOf(
    request: AwsRequest,
    accessKeyId: string,
  ): Promise<Caller | undefined> {
    const session = this.#sessions.find(accessKeyId);
    if (!session) {
      return undefined;
    }
    if (session.expiresAt.getTime() < Date.now()) {
      throw expiredSession(request);
    }
    const role = await this.#iam.roleOf(session.roleArn);
    return role && { kind: 'session', arn: session.arn, principal: role };
  }

  async #userOf(accessKeyId: string): Promise<Caller | undefined> {
    const user = await this.#iam.userOf(accessKeyId);
    return user && { kind: 'user', arn: user.arn, principal: user };
  }
}
