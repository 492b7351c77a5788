import { useCallback, useEffect, useRef, useState } from 'react';
import { type RequestOptions } from '../api';

/** What was loaded last, and what went wrong since. Both are undefined until the first answer. */
export type Latest<T> = {
  value?: T;
  error?: unknown;
  /** Loads again, unless a load is under way. */
  refresh: () => void;
};

/**
 * Loads now and at each `refresh`. An error does not drop the value that was there before.
 *
 * @param load - must keep its identity for as long as it loads the same thing
 */
export function useLatest<T>(
  load: (options: RequestOptions) => Promise<T>,
): Latest<T> {
  const [answer, setAnswer] = useState<{ value?: T; error?: unknown }>({});
  const underWay = useRef<AbortController>();

  const refresh = useCallback(async () => {
    if (underWay.current) {
      return;
    }
    const controller = new AbortController();
    underWay.current = controller;
    const { signal } = controller;
    try {
      const value = await load({ signal });
      if (!signal.aborted) {
        setAnswer({ value });
      }
    } catch (error) {
      if (!signal.aborted) {
        setAnswer(previous => ({ value: previous.value, error }));
      }
    } finally {
      if (underWay.current === controller) {
        underWay.current = undefined;
      }
    }
  }, [load]);

  useEffect(() => {
    setAnswer({});
    refresh();
    return () => {
      underWay.current?.abort();
      underWay.current = undefined;
    };
  }, [refresh]);

  return { ...answer, refresh };
}
