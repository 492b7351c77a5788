import { type LiteralEdit, type RootFiles, type Scalar } from './Edit';

// What needs no escaping between quotes, and is no template.
const PLAIN_TEXT = /^[\w./:@ -]*$/;

type Lines = { text: string[]; start: number; end: number };

/**
 * Sets a literal of a resource in its file. The file has to be in the layout of `terraform fmt`, where a block ends at the first
 * brace that stands as far in as its start; any other is left alone.
 *
 * @returns `undefined` where the literal is not found exactly once with the value that the edit starts from
 */
export function editLiteral(
  files: RootFiles,
  edit: LiteralEdit,
): { file: string; text: string } | undefined {
  const { blocks, attribute } = edit;
  const from = toLiteral(edit.from);
  const to = toLiteral(edit.to);
  const file = fileOfResource(files, edit);
  if (file === undefined || from === undefined || to === undefined) {
    return undefined;
  }
  const text = (files.get(file) ?? '').split('\n');
  let lines = blockOf(
    { text, start: 0, end: text.length },
    resourceStart(edit),
  );
  for (const [depth, block] of blocks.entries()) {
    lines = lines && blockOf(lines, `${indentation(depth + 1)}${block} {`);
  }
  if (!lines || hasHeredoc(lines)) {
    return undefined;
  }
  const assignment = new RegExp(
    `^(${indentation(blocks.length + 1)}${attribute} *= )(.*?)( *(?:#.*)?)$`,
  );
  const found = indicesOf(lines, line => assignment.test(line));
  const [, start, value, end] = assignment.exec(text[found[0]] ?? '') ?? [];
  if (found.length !== 1 || value !== from) {
    return undefined;
  }
  const edited = [...text];
  edited[found[0]] = `${start}${to}${end}`;
  return { file, text: edited.join('\n') };
}

/** The file that declares a resource; `undefined` unless exactly one does. */
export function fileOfResource(
  files: RootFiles,
  resource: { type: string; name: string },
): string | undefined {
  const start = resourceStart(resource);
  const found = [...files].filter(
    ([file, text]) => file.endsWith('.tf') && text.split('\n').includes(start),
  );
  return found.length === 1 ? found[0][0] : undefined;
}

function resourceStart({ type, name }: { type: string; name: string }): string {
  return `resource "${type}" "${name}" {`;
}

function blockOf(lines: Lines, first: string): Lines | undefined {
  const starts = indicesOf(lines, line => line === first);
  const [start] = starts;
  const last = `${/^ */.exec(first)?.[0]}}`;
  const end = lines.text.indexOf(last, start);
  return starts.length === 1 && end > start && end <= lines.end
    ? { text: lines.text, start: start + 1, end }
    : undefined;
}

function indicesOf(
  { text, start, end }: Lines,
  matches: (line: string) => boolean,
): number[] {
  const found: number[] = [];
  for (let index = start; index < end; index += 1) {
    if (matches(text[index])) {
      found.push(index);
    }
  }
  return found;
}

function hasHeredoc(lines: Lines): boolean {
  return indicesOf(lines, line => line.includes('<<')).length > 0;
}

function toLiteral(value: Scalar): string | undefined {
  if (typeof value !== 'string') {
    return String(value);
  }
  return PLAIN_TEXT.test(value) ? `"${value}"` : undefined;
}

function indentation(depth: number): string {
  return '  '.repeat(depth);
}
