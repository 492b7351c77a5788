import { PlacementBoundary } from '../service';
import { EnvironmentDetails } from './EnvironmentDetails';
import { ScrollToHash } from './ScrollToHash';

/** The entity tab: every facet in full, environment by environment. */
export const SlipwayTab = () => (
  <PlacementBoundary>
    {({ entityRef, stack, environments }) => (
      <>
        {environments.map(environment => (
          <EnvironmentDetails
            key={environment}
            target={{ entityRef, stack, environment }}
          />
        ))}
        <ScrollToHash />
      </>
    )}
  </PlacementBoundary>
);
