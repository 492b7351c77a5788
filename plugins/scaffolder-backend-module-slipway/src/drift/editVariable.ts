import { ConflictError } from '@backstage/errors';
import { type RootFiles, type Scalar, type VariableEdit } from './Edit';
import { valueAt } from './attributeValue';

// Where Slipway's templates keep the variables of a root module.
const VARIABLES_FILE = 'terraform.tfvars.json';

/**
 * Makes sure that the code is that of a stack in an environment.
 *
 * @throws ConflictError where its variables say something else.
 */
export function checkVariables(
  files: RootFiles,
  expected: { environment: string; stack: string },
): void {
  const variables = parseObject(files.get(VARIABLES_FILE)) ?? {};
  const isOther = Object.entries(expected).some(
    ([name, value]) => variables[name] !== value,
  );
  if (isOther) {
    throw new ConflictError(
      `The repository is not the code of the stack ${expected.stack} in ${expected.environment}: terraform/${VARIABLES_FILE} does not name them as stack and environment`,
    );
  }
}

/**
 * Sets a variable in the file that holds the variables of the service.
 *
 * @returns `undefined` where that file says something else than the edit starts from, or another file sets the variable
 */
export function editVariable(
  files: RootFiles,
  edit: VariableEdit,
): { file: string; text: string } | undefined {
  const { path, from, to } = edit;
  const [name, ...fields] = path;
  const variables = parseObject(files.get(VARIABLES_FILE));
  if (!variables || isSetElsewhere(files, name)) {
    return undefined;
  }
  const isDefault = fields.length === 0 && !(name in variables);
  if (!isDefault && valueAt(variables, path) !== from) {
    return undefined;
  }
  const text = JSON.stringify(withValue(variables, path, to), undefined, 2);
  return { file: VARIABLES_FILE, text: `${text}\n` };
}

// Files that Terraform reads, too; a later one would win.
function isSetElsewhere(files: RootFiles, name: string): boolean {
  const assignment = new RegExp(`^\\s*"?${name}"?\\s*[=:]`, 'm');
  return [...files].some(
    ([file, text]) =>
      file !== VARIABLES_FILE &&
      /\.tfvars(\.json)?$/.test(file) &&
      assignment.test(text),
  );
}

function withValue(
  value: Record<string, unknown>,
  [name, ...rest]: string[],
  to: Scalar,
): Record<string, unknown> {
  const inner = value[name] as Record<string, unknown>;
  return {
    ...value,
    [name]: rest.length > 0 ? withValue(inner, rest, to) : to,
  };
}

function parseObject(text = ''): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
