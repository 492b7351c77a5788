import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { usePlacement } from '../service';
import { ProblemNote } from '../verdict';
import { EnvironmentSection } from './EnvironmentSection';

// About what one environment takes, so that the page below does not jump.
const LOADING_HEIGHT = 280;

const SlipwayCardContent = () => {
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
  const { entityRef, stack, environments } = placement;
  if (environments.length === 0) {
    return (
      <Typography variant="body2">
        No environment is configured for this service.
      </Typography>
    );
  }
  return (
    <>
      {environments.map(environment => (
        <EnvironmentSection
          key={environment}
          target={{ entityRef, stack, environment }}
        />
      ))}
    </>
  );
};

/** The entity card: what is true of the service, environment by environment. */
export const SlipwayCard = () => (
  <EntityInfoCard title="Slipway">
    <SlipwayCardContent />
  </EntityInfoCard>
);
