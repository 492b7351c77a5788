/** Names and indices from a resource inwards. */
export type AttributePath = (string | number)[];

/** A path as Terraform writes it, for example `health_check[0].path`. */
export function parseAttributePath(text: string): AttributePath {
  return text
    .split(/[.[\]]+/)
    .filter(part => part !== '')
    .map(part => (/^\d+$/.test(part) ? Number(part) : part));
}

/** What stands at a path in a value; `undefined` where it leads nowhere. */
export function valueAt(value: unknown, path: AttributePath): unknown {
  let at = value;
  for (const part of path) {
    at =
      typeof at === 'object' && at !== null
        ? (at as Record<string | number, unknown>)[part]
        : undefined;
  }
  return at;
}

/** A value as a finding tells it. */
export function toText(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}
