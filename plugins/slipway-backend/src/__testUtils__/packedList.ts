/** A member by which objects differ: how its values begin alike, and the rest of each, in the order of the objects. */
interface Column {
  path: string;
  isNumber: boolean;
  begin: string;
  /** Separated by spaces. */
  ends: string;
}

/** Objects of one shape: the first of them, and the members by which the others differ from it. */
export interface PackedList {
  first: unknown;
  columns: Column[];
}

type Leaf = string | number | boolean | null;

/** @throws Error where the objects are not of one shape, or differ in more than words and numbers. */
export function packList(items: readonly object[]): PackedList {
  const [first] = items;
  const leaves = items.map(item => leavesOf(item));
  const columns = [...leaves[0]].flatMap(([path, value]) => {
    const values = leaves.map(of => of.get(path) ?? null);
    return values.every(other => other === value) ? [] : column(path, values);
  });
  const packed = { first, columns };
  if (JSON.stringify(unpackList(packed)) !== JSON.stringify(items)) {
    throw new Error('Only objects of one shape can be packed');
  }
  return packed;
}

export function unpackList<T>({ first, columns }: PackedList): T[] {
  const items: T[] = [];
  for (const { path, isNumber, begin, ends } of columns) {
    for (const [index, end] of ends.split(' ').entries()) {
      items[index] ??= structuredClone(first) as T;
      const text = begin + end;
      set(items[index], path, isNumber ? Number(text) : text);
    }
  }
  return items;
}

function column(path: string, values: Leaf[]): Column {
  const texts = values.map(String);
  const begin = texts.reduce(commonBegin);
  return {
    path,
    isNumber: values.every(value => typeof value === 'number'),
    begin,
    ends: texts.map(text => text.slice(begin.length)).join(' '),
  };
}

function commonBegin(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) {
    length += 1;
  }
  return a.slice(0, length);
}

function leavesOf(value: unknown, path = ''): Map<string, Leaf> {
  if (value === null || typeof value !== 'object') {
    return new Map([[path, value as Leaf]]);
  }
  return new Map(
    Object.entries(value).flatMap(([name, member]) => [
      ...leavesOf(member, path ? `${path}/${name}` : name),
    ]),
  );
}

function set(item: unknown, path: string, value: string | number): void {
  const names = path.split('/');
  const last = names.pop() ?? '';
  const parent = names.reduce<unknown>(
    (of, name) => (of as Record<string, unknown>)[name],
    item,
  );
  (parent as Record<string, unknown>)[last] = value;
}
