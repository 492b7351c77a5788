import { useCallback } from 'react';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { useApi } from '@backstage/core-plugin-api';
import { type StateDifference } from '@slipway/plugin-slipway-common';
import { slipwayApiRef, toProblem, type RequestOptions } from '../../api';
import { type OperationTarget } from '../../operations';
import { useLatest } from '../../refresh';
import { DataTable } from '../../tables';
import { ProblemNote } from '../../verdict';

type Resource = StateDifference['resources'][number];

const LOADING_HEIGHT = 60;

function toRows({ address, change, attributes }: Resource) {
  if (attributes.length === 0) {
    return [[address, change, 'the whole resource', '–', '–']];
  }
  return attributes.map(({ attribute, before, after, masked }) => {
    const absent = masked ? 'hidden' : '–';
    return [address, change, attribute, before ?? absent, after ?? absent];
  });
}

const Differences = ({ difference }: { difference: StateDifference }) => {
  const { resources, outputs, total, from, to } = difference;
  const unsound = [from, to].filter(({ soundness }) => soundness !== 'sound');
  const rows = [
    ...resources.flatMap(toRows),
    ...outputs.map(({ name, change }) => [
      `output.${name}`,
      change,
      'the value',
      '–',
      '–',
    ]),
  ];
  return (
    <>
      {unsound.map(({ id, soundness }) => (
        <Typography variant="body2" key={id}>
          A version is {soundness.replaceAll('-', ' ')}: it counts as if it had
          no resources.
        </Typography>
      ))}
      {rows.length === 0 ? (
        <Typography variant="body2">
          Both say the same but for the serial.
        </Typography>
      ) : (
        <DataTable
          label="Differences"
          columns={['Resource', 'Change', 'Attribute', 'Before', 'After']}
          rows={rows}
        />
      )}
      {total > resources.length && (
        <Typography variant="body2">
          {resources.length} of {total} resources that differ are shown.
        </Typography>
      )}
    </>
  );
};

export type DifferenceDetailsProps = {
  target: OperationTarget;
  /** Ids of two versions. */
  from: string;
  to: string;
};

/** What differs between two versions of a state. */
export const DifferenceDetails = (props: DifferenceDetailsProps) => {
  const { target, from, to } = props;
  const { entityRef, environment } = target;
  const api = useApi(slipwayApiRef);
  const { value, error } = useLatest(
    useCallback(
      (options: RequestOptions) =>
        api.getStateDifference({ entityRef, environment, from, to }, options),
      [api, entityRef, environment, from, to],
    ),
  );
  if (error) {
    return <ProblemNote problem={toProblem(error)} />;
  }
  if (!value) {
    return (
      <Skeleton
        variant="rect"
        height={LOADING_HEIGHT}
        aria-label="The difference is loading"
      />
    );
  }
  return 'problem' in value ? (
    <ProblemNote problem={value.problem} />
  ) : (
    <Differences difference={value.data} />
  );
};
