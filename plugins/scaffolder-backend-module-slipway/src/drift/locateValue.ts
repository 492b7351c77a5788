import { type DriftFinding } from '@slipway/plugin-slipway-common';
import {
  codeExpressionSchema,
  type CodedPlan,
} from '@slipway/plugin-slipway-node';
import {
  type AttributePath,
  parseAttributePath,
  toText,
  valueAt,
} from './attributeValue';
import { type Edit, type Scalar } from './Edit';
import { type LeftReason } from './LeftFinding';

/** A finding with the change of the code that takes it in. */
export type LocatedFinding = { finding: DriftFinding; edit: Edit };

/**
 * Finds out where the declared value of a finding stands in the code: in a literal of the resource, or in one plain variable.
 * Terraform itself says what an expression refers to; that the edit does what it should is for a plan to show.
 */
export function locateValue(
  finding: DriftFinding,
  plan: CodedPlan,
): LocatedFinding | LeftReason {
  const { kind, address, attribute, explanation, ignored, masked } = finding;
  if (kind !== 'configuration') {
    return 'pending';
  }
  if (ignored) {
    return 'ignored';
  }
  if (explanation) {
    return 'explained';
  }
  if (attribute === undefined) {
    return 'whole-resource';
  }
  if (masked) {
    return 'masked';
  }
  const path = parseAttributePath(attribute);
  const change = plan.resource_changes.find(
    resource => resource.address === address,
  )?.change;
  const declared = valueAt(change?.after, path);
  const actual = valueAt(change?.before, path);
  if (
    toText(declared) !== finding.declared ||
    toText(actual) !== finding.actual
  ) {
    return 'moved';
  }
  if (!isScalar(declared) || !isScalar(actual)) {
    return 'not-declared';
  }
  const edit = locateEdit({ plan, address, path, declared, actual });
  return typeof edit === 'string' ? edit : { finding, edit };
}

function locateEdit(options: {
  plan: CodedPlan;
  address: string;
  path: AttributePath;
  declared: Scalar;
  actual: Scalar;
}): Edit | LeftReason {
  const { plan, address, path, declared, actual } = options;
  // The code has one block for all instances of a resource.
  const block = address.replace(/\[[^\]]*\]$/, '');
  const resource = plan.configuration.root_module.resources.find(
    candidate => candidate.address === block,
  );
  const { data: expression } = codeExpressionSchema.safeParse(
    valueAt(resource?.expressions, path),
  );
  if (!expression) {
    return 'not-declared';
  }
  const { constant_value: literal, references = [] } = expression;
  if (literal !== undefined) {
    const values = inTypeOf(literal, { declared, actual });
    const [type, name] = block.split('.');
    const blocks = path.filter(part => typeof part === 'string');
    const attribute = blocks.pop() ?? '';
    return values
      ? { kind: 'literal', type, name, blocks, attribute, ...values }
      : 'computed';
  }
  const edits = variablePaths(references).flatMap(variable => {
    const [name, ...fields] = variable;
    const value = valueAt(plan.variables[name]?.value, fields);
    const values = inTypeOf(value, { declared, actual });
    return values
      ? [{ kind: 'variable' as const, path: variable, ...values }]
      : [];
  });
  return edits.length === 1 ? edits[0] : 'computed';
}

// Providers have some numbers as text, which the code may write as numbers: the code's type stays.
function inTypeOf(
  value: unknown,
  { declared, actual }: { declared: Scalar; actual: Scalar },
): { from: Scalar; to: Scalar } | undefined {
  if (!isScalar(value) || String(value) !== String(declared)) {
    return undefined;
  }
  switch (typeof value) {
    case 'number':
      return { from: value, to: Number(actual) };
    case 'boolean':
      return { from: value, to: String(actual) === 'true' };
    default:
      return { from: value, to: String(actual) };
  }
}

// Terraform lists `var.a.b` and then `var.a` as well.
function variablePaths(references: readonly string[]): [string, ...string[]][] {
  const paths = references
    .filter(reference => /^var(\.\w+)+$/.test(reference))
    .map(reference => reference.split('.').slice(1) as [string, ...string[]]);
  return paths.filter(
    path =>
      !paths.some(
        other =>
          other.length > path.length &&
          path.every((part, index) => part === other[index]),
      ),
  );
}

function isScalar(value: unknown): value is Scalar {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
