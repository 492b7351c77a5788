import { z } from 'zod';
import { xmlList } from '../client/InternalClient';

/** A policy as the evaluator takes it. */
export interface NamedPolicy {
  name: string;
  policy: unknown;
}

/** A user or role with everything that decides what it may do. */
export interface Principal {
  arn: string;
  name: string;
  policies: NamedPolicy[];
  boundaryArn?: string;
  tags: Map<string, string>;
  /** Who may assume a role; absent for users. */
  trustPolicy?: unknown;
}

/** IAM of the account at one moment. */
export interface IamSnapshot {
  users: Map<string, Principal>;
  roles: Map<string, Principal>;
  /** Default versions of the managed policies, by ARN. */
  policies: Map<string, unknown>;
}

/** XML lists: an element, several, or the empty text of an empty list. */
function members<T>(schema: z.ZodType<T>): z.ZodType<T[]> {
  const list = z.object({ member: z.union([schema, z.array(schema)]) });
  return z
    .union([z.literal(''), list])
    .optional()
    .transform((value): T[] =>
      value ? xmlList<T>(value.member as T | T[]) : [],
    );
}

const inlineSchema = z.object({
  PolicyName: z.string(),
  PolicyDocument: z.string(),
});
const attachedSchema = z.object({ PolicyArn: z.string() });
const tagSchema = z.object({ Key: z.string(), Value: z.string().default('') });
const boundarySchema = z
  .union([z.literal(''), z.object({ PermissionsBoundaryArn: z.string() })])
  .optional()
  .transform(value => (value ? value.PermissionsBoundaryArn : undefined));

const userSchema = z.object({
  UserName: z.string(),
  Arn: z.string(),
  UserPolicyList: members(inlineSchema),
  AttachedManagedPolicies: members(attachedSchema),
  GroupList: members(z.string()),
  PermissionsBoundary: boundarySchema,
  Tags: members(tagSchema),
});

const groupSchema = z.object({
  GroupName: z.string(),
  GroupPolicyList: members(inlineSchema),
  AttachedManagedPolicies: members(attachedSchema),
});

const roleSchema = z.object({
  RoleName: z.string(),
  Arn: z.string(),
  AssumeRolePolicyDocument: z.string(),
  RolePolicyList: members(inlineSchema),
  AttachedManagedPolicies: members(attachedSchema),
  PermissionsBoundary: boundarySchema,
  Tags: members(tagSchema),
});

const policySchema = z.object({
  Arn: z.string(),
  PolicyVersionList: members(
    z.object({ Document: z.string(), IsDefaultVersion: z.string() }),
  ),
});

const answerSchema = z.object({
  GetAccountAuthorizationDetailsResponse: z.object({
    GetAccountAuthorizationDetailsResult: z.object({
      UserDetailList: members(userSchema),
      GroupDetailList: members(groupSchema),
      RoleDetailList: members(roleSchema),
      Policies: members(policySchema),
    }),
  }),
});

/** Reads the parsed answer of `GetAccountAuthorizationDetails`. */
export function parseIamSnapshot(answer: unknown): IamSnapshot {
  const { GetAccountAuthorizationDetailsResult: details } =
    answerSchema.parse(answer).GetAccountAuthorizationDetailsResponse;

  const policies = new Map<string, unknown>();
  for (const policy of details.Policies) {
    const version = policy.PolicyVersionList.find(
      ({ IsDefaultVersion }) => IsDefaultVersion === 'true',
    );
    if (version) {
      policies.set(policy.Arn, parseDocument(version.Document));
    }
  }
  const attached = (list: { PolicyArn: string }[]): NamedPolicy[] =>
    list
      .filter(({ PolicyArn }) => policies.has(PolicyArn))
      .map(({ PolicyArn }) => ({
        name: PolicyArn,
        policy: policies.get(PolicyArn),
      }));

  const groups = new Map(
    details.GroupDetailList.map(group => [
      group.GroupName,
      [
        ...group.GroupPolicyList.map(inline),
        ...attached(group.AttachedManagedPolicies),
      ],
    ]),
  );
  const users = details.UserDetailList.map(
    (user): Principal => ({
      arn: user.Arn,
      name: user.UserName,
      policies: [
        ...user.UserPolicyList.map(inline),
        ...attached(user.AttachedManagedPolicies),
        ...user.GroupList.flatMap(group => groups.get(group) ?? []),
      ],
      boundaryArn: user.PermissionsBoundary,
      tags: tagMap(user.Tags),
    }),
  );
  const roles = details.RoleDetailList.map(
    (role): Principal => ({
      arn: role.Arn,
      name: role.RoleName,
      policies: [
        ...role.RolePolicyList.map(inline),
        ...attached(role.AttachedManagedPolicies),
      ],
      boundaryArn: role.PermissionsBoundary,
      tags: tagMap(role.Tags),
      trustPolicy: parseDocument(role.AssumeRolePolicyDocument),
    }),
  );
  return {
    users: new Map(users.map(user => [user.name, user])),
    roles: new Map(roles.map(role => [role.name, role])),
    policies,
  };
}

function inline(entry: z.infer<typeof inlineSchema>): NamedPolicy {
  return {
    name: entry.PolicyName,
    policy: parseDocument(entry.PolicyDocument),
  };
}

function tagMap(tags: { Key: string; Value: string }[]): Map<string, string> {
  return new Map(tags.map(({ Key, Value }) => [Key, Value]));
}

/** Documents stand in the XML URL-encoded, as AWS does it, or as plain JSON. */
function parseDocument(text: string): unknown {
  return JSON.parse(text.startsWith('%') ? decodeURIComponent(text) : text);
}
