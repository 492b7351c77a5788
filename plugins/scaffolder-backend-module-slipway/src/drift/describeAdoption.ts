import { type DriftFinding } from '@slipway/plugin-slipway-common';
import { type AdoptedFindings } from './adoptFindings';
import { describeReason } from './LeftFinding';

/** The pull request that takes findings into the code. */
export type AdoptionText = {
  branchName: string;
  title: string;
  description: string;
};

/** The words of the pull request. Values are those that the portal shows; the others are left out. */
export function describeAdoption(options: {
  stack: string;
  environment: string;
  checkedAt: string;
  findings: Pick<AdoptedFindings, 'adopted' | 'left'>;
}): AdoptionText {
  const { stack, environment, checkedAt, findings } = options;
  const { adopted, left } = findings;
  const stamp = checkedAt.replace(/[^0-9]/g, '').slice(0, 14);
  const description = [
    `What runs in ${environment} is not what the code of the stack \`${stack}\` declares. This takes what is real into the code, as the drift check of ${checkedAt} found it.`,
    '## Taken into the code',
    table(
      [
        'Resource',
        'Attribute',
        'In the code so far',
        'Real, and now in the code',
      ],
      adopted.map(finding => [
        code(finding.address),
        code(finding.attribute ?? ''),
        code(finding.declared ?? ''),
        code(finding.actual ?? ''),
      ]),
    ),
    ...(left.length > 0
      ? [
          '## Left as it is',
          table(
            ['Resource', 'Attribute', 'Why, and what to do'],
            left.map(one => [
              code(one.finding.address),
              what(one.finding),
              describeReason(one),
            ]),
          ),
        ]
      : []),
    'A plan of the edited code showed that the drift above is gone and that nothing else changes.',
  ].join('\n\n');
  return {
    branchName: `slipway/adopt-drift-${stack}-${environment}-${stamp}`,
    title: `Take the drift of ${stack} in ${environment} into the code`,
    description: `${description}\n`,
  };
}

/** The findings in lines for a task's log. */
export function adoptionLines({
  adopted,
  left,
}: Pick<AdoptedFindings, 'adopted' | 'left'>): string[] {
  const name = ({ address, attribute }: DriftFinding) =>
    [address, attribute].filter(Boolean).join(' ');
  return [
    ...adopted.map(
      finding =>
        `Taken into the code: ${name(finding)}: ${finding.declared} is now ${
          finding.actual
        }`,
    ),
    ...left.map(one => `Left: ${name(one.finding)}: ${describeReason(one)}`),
  ];
}

function what({ attribute }: DriftFinding): string {
  return attribute === undefined ? 'the whole resource' : code(attribute);
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n');
}

// Neither a cell nor its code may end early.
function code(text: string): string {
  return text === '' ? '' : `\`${text.replace(/[`|\r\n]/g, ' ')}\``;
}
