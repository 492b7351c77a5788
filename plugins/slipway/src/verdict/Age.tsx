import { useState } from 'react';
import { useRefresh } from '../refresh';
import { describeAge } from './describeAge';

const RENEW_INTERVAL = 15_000;

/** How old something is; the exact time is in its tooltip. */
export const Age = ({ at }: { at: string }) => {
  const [, setRenewals] = useState(0);
  useRefresh(() => setRenewals(count => count + 1), RENEW_INTERVAL);
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {describeAge(at, Date.now())}
    </time>
  );
};
