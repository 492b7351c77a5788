import {
  type DriftFinding,
  type DriftIgnoreRule,
  driftIgnoreRuleSchema,
} from '@slipway/plugin-slipway-common';
import { parse } from 'yaml';
import { z } from 'zod';

/** The file of a root module that holds the stack's own rules. It travels in the stack bundle. */
export const IGNORE_FILE = 'slipway.ignore.yaml';

const fileSchema = z.strictObject({
  ignore: z.array(driftIgnoreRuleSchema).max(200),
});

/**
 * The rules of a stack.
 *
 * @param text - content of {@link IGNORE_FILE}
 * @returns the rules, or why there are none
 */
export function parseIgnoreFile(
  text: string,
): { rules: DriftIgnoreRule[]; problem?: undefined } | { problem: string } {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 0 });
  } catch {
    return { problem: `${IGNORE_FILE} is not YAML: none of its rules counts` };
  }
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      problem: `${IGNORE_FILE} is wrong at ${
        issue.path.join('.') || 'its top'
      }: ${issue.message}. None of its rules counts`,
    };
  }
  return { rules: parsed.data.ignore };
}

/**
 * Marks what a rule ignores. A rule counts until the end of its last day, in UTC.
 */
export function applyIgnoreRules(
  findings: readonly DriftFinding[],
  rules: readonly DriftIgnoreRule[],
  now: Date,
): DriftFinding[] {
  const today = now.toISOString().slice(0, 10);
  const counting = rules.filter(
    ({ expires }) => expires === undefined || expires >= today,
  );
  return findings.map(finding => {
    const rule = counting.find(candidate => matches(candidate, finding));
    if (!rule) {
      return finding;
    }
    const { reason, author, expires } = rule;
    return { ...finding, ignored: { reason, author, expires } };
  });
}

function matches(rule: DriftIgnoreRule, finding: DriftFinding): boolean {
  return (
    matchesPattern(rule.address, finding.address) &&
    (rule.attribute === undefined ||
      matchesPattern(rule.attribute, finding.attribute ?? ''))
  );
}

// `*` alone is special: an address has dots, brackets and quotes of its own. No regular expression, so that no pattern can
// take long.
function matchesPattern(pattern: string, text: string): boolean {
  const [start, ...rest] = pattern.split('*');
  const end = rest.pop();
  if (end === undefined) {
    return pattern === text;
  }
  if (!text.startsWith(start)) {
    return false;
  }
  let at = start.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) {
      return false;
    }
    at = found + part.length;
  }
  return text.length - end.length >= at && text.endsWith(end);
}
