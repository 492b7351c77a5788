import type { AwsRequest } from '../../proxy/AwsRequest';
import type { Authorization, ConditionContext } from '../Authorization';

/** What a mapping needs: the call, and where it is made. */
export interface MappingInput {
  request: AwsRequest;
  accountId: string;
}

/** Turns a call of one service into the questions that IAM asks about it. */
export type Mapping = (input: MappingInput) => Authorization[];

/** ARN of a regional resource of the caller's account. */
export function regionalArn(
  input: MappingInput,
  service: string,
  resource: string,
): string {
  return `arn:aws:${service}:${input.request.region}:${input.accountId}:${resource}`;
}

/** The parsed JSON body as a record; anything else is empty. */
export function jsonOf(input: MappingInput): Record<string, unknown> {
  const { json } = input.request;
  return typeof json === 'object' && json !== null
    ? (json as Record<string, unknown>)
    : {};
}

/** A member that is text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A member that is a list of text; everything else in it is left out. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((entry): entry is string => typeof entry === 'string')
    : [];
}

/** Members of a query protocol list, `<name>.member.1` or `<name>.1`. */
export function formList(form: URLSearchParams, name: string): string[] {
  const pattern = new RegExp(`^${name}(?:\\.[A-Za-z]+)?\\.\\d+$`);
  return [...form.entries()]
    .filter(([key]) => pattern.test(key))
    .map(([, value]) => value);
}

/** `aws:RequestTag/*` and `aws:TagKeys` of tags that a call sets. Empty when it sets none. */
export function requestTags(tags: Map<string, string>): ConditionContext {
  if (tags.size === 0) {
    return {};
  }
  const context: ConditionContext = { 'aws:TagKeys': [...tags.keys()] };
  for (const [key, value] of tags) {
    context[`aws:RequestTag/${key}`] = value;
  }
  return context;
}

/** `aws:TagKeys` of tags that a call takes away. */
export function removedTags(keys: string[]): ConditionContext {
  return keys.length === 0 ? {} : { 'aws:TagKeys': keys };
}

/** Tags in a JSON body: a list of `{ key, value }` in either case, or a map. */
export function jsonTags(value: unknown): Map<string, string> {
  const tags = new Map<string, string>();
  if (Array.isArray(value)) {
    for (const entry of value) {
      const key = textOf(entry?.key ?? entry?.Key);
      if (key !== undefined) {
        tags.set(key, textOf(entry?.value ?? entry?.Value) ?? '');
      }
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      tags.set(key, textOf(entry) ?? '');
    }
  }
  return tags;
}

/** Tags in a query protocol body: `Tags.member.1.Key`, `Tags.Tag.1.Key`, `Tag.1.Key`, `TagSpecification.1.Tag.1.Key`. */
export function formTags(form: URLSearchParams): Map<string, string> {
  const tags = new Map<string, string>();
  for (const [name, key] of form.entries()) {
    const match = /^((?:.*\.)?Tags?(?:\.member|\.Tag)?\.\d+)\.Key$/.exec(name);
    if (match) {
      tags.set(key, form.get(`${match[1]}.Value`) ?? '');
    }
  }
  return tags;
}
