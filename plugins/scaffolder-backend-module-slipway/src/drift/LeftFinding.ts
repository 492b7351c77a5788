import { type DriftFinding } from '@slipway/plugin-slipway-common';

/** Why a finding is not taken into the code, and what a person does instead. */
const REASONS = {
  pending: 'it is declared and not applied yet: apply the stack',
  explained: 'it is to be expected',
  ignored: 'a rule of the stack or the environment ignores it',
  'whole-resource':
    'the whole resource is gone: reconcile the stack, or take its block out of the code',
  masked: 'its value may be a secret and was not looked at: write it by hand',
  moved:
    'it has changed since the check, in the code or in AWS: check the drift again',
  'not-declared':
    'the code does not name it: add it to the block of the resource by hand',
  computed:
    'the code computes it from more than one plain value: decide by hand what to change',
  'not-found':
    'the repository says something else than what was applied last, or says it in a form that is not edited: change it by hand',
  'side-effects':
    'another value in the code would change more than this, or would not change it: decide by hand',
} as const;

/** {@link REASONS} */
export type LeftReason = keyof typeof REASONS;

/** A finding that is left for a person. */
export type LeftFinding = {
  finding: DriftFinding;
  reason: LeftReason;
  /** The file that declares the resource, where it is known. */
  file?: string;
};

/** What to do about a finding that was left, as part of a sentence. */
export function describeReason({ finding, reason, file }: LeftFinding): string {
  const text =
    reason === 'explained' && finding.explanation
      ? finding.explanation
      : REASONS[reason];
  return file ? `${text} (declared in \`terraform/${file}\`)` : text;
}
