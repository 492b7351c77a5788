import { type DriftFinding } from '@slipway/plugin-slipway-common';
import { type CodedPlan } from '@slipway/plugin-slipway-node';
import { applyEdit } from './applyEdit';
import { type RootFiles } from './Edit';
import { fileOfResource } from './editLiteral';
import { type LeftFinding, type LeftReason } from './LeftFinding';
import { type LocatedFinding, locateValue } from './locateValue';
import { takesIn } from './planEffects';

/** What of the findings is taken into the code of a repository. */
export type AdoptedFindings = {
  adopted: DriftFinding[];
  left: LeftFinding[];
  /** The files of the repository that change, as they are to be. */
  changed: RootFiles;
};

/** The code of the last apply, and the one of the repository. */
type Code = { declared: RootFiles; repository: RootFiles };

/**
 * Takes what is real into the code, finding by finding, where a plan shows that the edit does that and nothing else. The plans
 * are of what was applied last; nothing of the repository is run.
 */
export async function adoptFindings(options: {
  findings: readonly DriftFinding[];
  code: Code;
  plan: (files: RootFiles) => Promise<CodedPlan>;
}): Promise<AdoptedFindings> {
  const { findings, code, plan } = options;
  const before = await plan(code.declared);
  const left: LeftFinding[] = [];
  const leave = (finding: DriftFinding, reason: LeftReason) =>
    left.push({ finding, reason, file: fileOf(finding, code.repository) });
  const located: LocatedFinding[] = [];
  for (const finding of findings) {
    const found = locateValue(finding, before);
    if (typeof found === 'string') {
      leave(finding, found);
    } else {
      located.push(found);
    }
  }
  const editable = located.filter(one => editAll(code, [one]) !== undefined);
  const accepted = await accept(editable, async candidates => {
    const edited = editAll(code, candidates);
    return (
      edited !== undefined &&
      takesIn({ before, after: await plan(edited.declared) }, candidates)
    );
  });
  for (const one of located.filter(other => !accepted.includes(other))) {
    leave(one.finding, editable.includes(one) ? 'side-effects' : 'not-found');
  }
  return {
    adopted: accepted.map(({ finding }) => finding),
    left,
    changed: difference(code.repository, editAll(code, accepted)?.repository),
  };
}

// All at once costs one plan. One by one only where something is wrong with one of them.
async function accept(
  candidates: readonly LocatedFinding[],
  areGood: (candidates: LocatedFinding[]) => Promise<boolean>,
): Promise<LocatedFinding[]> {
  if (candidates.length === 0 || (await areGood([...candidates]))) {
    return [...candidates];
  }
  const accepted: LocatedFinding[] = [];
  for (const candidate of candidates.length > 1 ? candidates : []) {
    if (await areGood([...accepted, candidate])) {
      accepted.push(candidate);
    }
  }
  return accepted;
}

function editAll(
  code: Code,
  located: readonly LocatedFinding[],
): Code | undefined {
  // Several findings may have their value from one place.
  const edits = new Map(
    located.map(({ edit }) => [JSON.stringify(edit), edit]),
  );
  let { declared, repository }: Partial<Code> = code;
  for (const edit of edits.values()) {
    declared = declared && applyEdit(declared, edit);
    repository = repository && applyEdit(repository, edit);
  }
  return declared && repository && { declared, repository };
}

function difference(before: RootFiles, after: RootFiles = before): RootFiles {
  return new Map(
    [...after].filter(([file, text]) => before.get(file) !== text),
  );
}

function fileOf(
  { address }: DriftFinding,
  files: RootFiles,
): string | undefined {
  const [type, name] = address.replace(/\[[^\]]*\]$/, '').split('.');
  return fileOfResource(files, { type, name });
}
