import { useEffect, useRef } from 'react';
import { usePageVisible } from './usePageVisible';

/**
 * Calls `refresh` every `everyMs` milliseconds, never when that is undefined. Nothing is called while the page is
 * hidden; what fell due meanwhile is called once when it is shown again.
 */
export function useRefresh(refresh: () => void, everyMs: number | undefined) {
  const visible = usePageVisible();
  const lastRun = useRef(Date.now());
  const latest = useRef(refresh);
  useEffect(() => {
    latest.current = refresh;
  });

  useEffect(() => {
    if (!visible || everyMs === undefined) {
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout>;
    const schedule = () => {
      const wait = Math.max(0, lastRun.current + everyMs - Date.now());
      timer = setTimeout(() => {
        lastRun.current = Date.now();
        latest.current();
        schedule();
      }, wait);
    };
    schedule();
    return () => clearTimeout(timer);
  }, [visible, everyMs]);
}
