import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useApi } from '@backstage/core-plugin-api';
import { slipwayApiRef } from '../api';
import { useRefresh } from '../refresh';
import { describeAge } from './describeAge';

const RENEW_INTERVAL = 15_000;

const useStyles = makeStyles(
  // In the narrow column of a table it would be torn apart.
  { root: { whiteSpace: 'nowrap' } },
  { name: 'SlipwayAge' },
);

/** How old something is; the exact time is in its tooltip. */
export const Age = ({ at }: { at: string }) => {
  const classes = useStyles();
  const api = useApi(slipwayApiRef);
  const [, setRenewals] = useState(0);
  useRefresh(() => setRenewals(count => count + 1), RENEW_INTERVAL);
  return (
    <time
      className={classes.root}
      dateTime={at}
      title={new Date(at).toLocaleString()}
    >
      {describeAge(at, api.now())}
    </time>
  );
};
