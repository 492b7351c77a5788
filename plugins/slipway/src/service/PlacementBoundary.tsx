import { type ReactNode } from 'react';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { type ServicePlacement } from '@slipway/plugin-slipway-common';
import { ProblemNote } from '../verdict';
import { usePlacement } from './usePlacement';

// About what one environment takes, so that the page below does not jump.
const LOADING_HEIGHT = 280;

export type PlacementBoundaryProps = {
  /** Renders the service; called only when it has an environment. */
  children: (placement: ServicePlacement) => ReactNode;
};

/** Finds out where the service of the entity page is, and says why when it cannot. */
export const PlacementBoundary = ({ children }: PlacementBoundaryProps) => {
  const { placement, problem } = usePlacement();
  if (problem) {
    return <ProblemNote problem={problem} />;
  }
  if (!placement) {
    return (
      <div aria-busy="true">
        <Skeleton
          variant="rect"
          height={LOADING_HEIGHT}
          aria-label="Slipway is loading"
        />
      </div>
    );
  }
  if (placement.environments.length === 0) {
    return (
      <Typography variant="body2">
        No environment is configured for this service. Add one under
        slipway.environments in app-config, or name another in the annotation
        slipway.dev/environments.
      </Typography>
    );
  }
  return <>{children(placement)}</>;
};
