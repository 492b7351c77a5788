import { z } from 'zod';
import { xmlList, type InternalClient } from '../client/InternalClient';
import type { AwsRequest } from '../proxy/AwsRequest';
import {
  parseIamSnapshot,
  type IamSnapshot,
  type Principal,
} from './IamSnapshot';

const REGION = 'us-east-1';

const lastUsedSchema = z.object({
  GetAccessKeyLastUsedResponse: z.object({
    GetAccessKeyLastUsedResult: z.object({ UserName: z.string() }),
  }),
});

const keySchema = z.object({ AccessKeyId: z.string(), Status: z.string() });
const keysSchema = z.object({
  ListAccessKeysResponse: z.object({
    ListAccessKeysResult: z.object({
      AccessKeyMetadata: z.union([
        z.literal(''),
        z.object({ member: z.union([keySchema, z.array(keySchema)]) }),
      ]),
    }),
  }),
});

/** Reads IAM from moto, and keeps what it read until a call changes IAM. All changes pass the proxy, so none is missed. */
export class Iam {
  readonly #client: InternalClient;
  #snapshot: Promise<IamSnapshot> | undefined;
  readonly #owners = new Map<string, Promise<string | undefined>>();

  private constructor(client: InternalClient) {
    this.#client = client;
  }

  static create(options: { client: InternalClient }): Iam {
    return new Iam(options.client);
  }

  snapshot(): Promise<IamSnapshot> {
    this.#snapshot ??= this.#client
      .query(
        {
          service: 'iam',
          region: REGION,
          action: 'GetAccountAuthorizationDetails',
        },
        {},
      )
      .then(parseIamSnapshot);
    return this.#snapshot;
  }

  /** The user to whom an active access key belongs. */
  async userOf(accessKeyId: string): Promise<Principal | undefined> {
    const owner = this.#owners.get(accessKeyId) ?? this.#findOwner(accessKeyId);
    this.#owners.set(accessKeyId, owner);
    const name = await owner;
    return name === undefined
      ? undefined
      : (await this.snapshot()).users.get(name);
  }

  /** The role with this ARN. */
  async roleOf(arn: string): Promise<Principal | undefined> {
    const { roles } = await this.snapshot();
    return [...roles.values()].find(role => role.arn === arn);
  }

  /** Forgets what was read when a call may have changed it. */
  noteCall(request: AwsRequest): void {
    if (request.service === 'iam' && !/^(Get|List)/.test(request.action)) {
      this.#snapshot = undefined;
      this.#owners.clear();
    }
  }

  async #findOwner(accessKeyId: string): Promise<string | undefined> {
    let userName: string;
    try {
      const answer = await this.#client.query(
        { service: 'iam', region: REGION, action: 'GetAccessKeyLastUsed' },
        { AccessKeyId: accessKeyId },
      );
      userName =
        lastUsedSchema.parse(answer).GetAccessKeyLastUsedResponse
          .GetAccessKeyLastUsedResult.UserName;
    } catch {
      // IAM answers an error for a key that nobody has.
      return undefined;
    }
    const answer = await this.#client.query(
      { service: 'iam', region: REGION, action: 'ListAccessKeys' },
      { UserName: userName },
    );
    const { AccessKeyMetadata: keys } =
      keysSchema.parse(answer).ListAccessKeysResponse.ListAccessKeysResult;
    const key = xmlList(keys === '' ? undefined : keys.member).find(
      entry => entry.AccessKeyId === accessKeyId,
    );
    return key?.Status === 'Active' ? userName : undefined;
  }
}
