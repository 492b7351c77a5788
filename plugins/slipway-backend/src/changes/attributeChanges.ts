/** One attribute that differs between two values of a resource. */
export interface AttributeChange {
  /** Names and indices from the resource inwards. */
  path: (string | number)[];
  before: unknown;
  after: unknown;
}

/**
 * The attributes in which two values of a resource differ, as deep as they can be told apart. Providers write nothing as
 * `null`, `{}` or `[]` as they please, and sets in any order: neither is a difference.
 *
 * @param unknown - Terraform's `after_unknown`: `true` where the value is not known before the apply; such are left out
 */
export function attributeChanges(
  before: unknown,
  after: unknown,
  unknown?: unknown,
): AttributeChange[] {
  const changes = compare({ before, after, unknown, path: [] });
  const paths = new Set(changes.map(({ path }) => attributePath(path)));
  // `tags_all` repeats what `tags` says.
  return changes.filter(
    ({ path: [first, ...rest] }) =>
      first !== 'tags_all' || !paths.has(attributePath(['tags', ...rest])),
  );
}

/** A path as Terraform writes it, for example `load_balancer[0].container_port`. */
export function attributePath(path: readonly (string | number)[]): string {
  return path
    .map(part => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

/** Whether two values say the same. */
export function sameValue(before: unknown, after: unknown): boolean {
  return canonical(before) === canonical(after);
}

interface Comparison extends AttributeChange {
  unknown: unknown;
}

function compare(comparison: Comparison): AttributeChange[] {
  const { before, after, unknown, path } = comparison;
  if (unknown === true || sameValue(before, after)) {
    return [];
  }
  const [from, to] = asObjects(comparison);
  if (from && to) {
    const names = new Set([...Object.keys(from), ...Object.keys(to)]);
    return [...names].sort().flatMap(name =>
      compare({
        before: from[name],
        after: to[name],
        unknown: isObject(unknown) ? unknown[name] : undefined,
        path: [...path, name],
      }),
    );
  }
  // A block that may occur once is a list of one.
  if (isSingle(before) && isSingle(after)) {
    return compare({
      before: before[0],
      after: after[0],
      unknown: Array.isArray(unknown) ? unknown[0] : undefined,
      path: [...path, 0],
    });
  }
  return [{ path, before, after }];
}

// Nothing beside an object is the empty one: a map that gained a first key changed in that key, whichever way it was empty.
function asObjects({ before, after, path }: Comparison) {
  const isInside = path.length > 0;
  const asObject = (value: unknown, other: unknown) =>
    isObject(value) || !isInside || !isObject(other) ? value : value ?? {};
  return [asObject(before, after), asObject(after, before)].map(value =>
    isObject(value) ? value : undefined,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSingle(value: unknown): value is [Record<string, unknown>] {
  return Array.isArray(value) && value.length === 1 && isObject(value[0]);
}

// A text that is equal for equal values; empty for nothing.
function canonical(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  if (Array.isArray(value)) {
    const items = value.map(canonical).sort();
    return items.length === 0 ? '' : `[${items.join()}]`;
  }
  if (isObject(value)) {
    const fields = Object.keys(value)
      .sort()
      .map(name => [name, canonical(value[name])])
      .filter(([, text]) => text !== '')
      .map(([name, text]) => `${JSON.stringify(name)}:${text}`);
    return fields.length === 0 ? '' : `{${fields.join()}}`;
  }
  return JSON.stringify(value);
}
