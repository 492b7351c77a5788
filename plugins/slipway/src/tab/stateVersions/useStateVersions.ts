import { useCallback, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  type Problem,
  type StateVersions,
} from '@slipway/plugin-slipway-common';
import { slipwayApiRef, toProblem, type ServiceLocation } from '../../api';

/** The versions that were loaded so far, newest first. */
export type LoadedVersions = {
  list?: StateVersions;
  problem?: Problem;
  loading: boolean;
  /** Loads the first page, or the next one. */
  loadMore: () => Promise<void>;
};

/** Loads the versions of a state page by page, each when it is asked for. */
export function useStateVersions(location: ServiceLocation): LoadedVersions {
  const { entityRef, environment } = location;
  const api = useApi(slipwayApiRef);
  const [list, setList] = useState<StateVersions>();
  const [problem, setProblem] = useState<Problem>();
  const [loading, setLoading] = useState(false);
  const start = list?.next;

  const loadMore = useCallback(async () => {
    setLoading(true);
    setProblem(undefined);
    try {
      const answer = await api.getStateVersions({
        entityRef,
        environment,
        start,
      });
      if ('problem' in answer) {
        setProblem(answer.problem);
      } else {
        setList(before => ({
          ...answer.data,
          versions: [...(before?.versions ?? []), ...answer.data.versions],
        }));
      }
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setLoading(false);
    }
  }, [api, entityRef, environment, start]);

  return { list, problem, loading, loadMore };
}
