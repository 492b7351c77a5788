import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { PlacementBoundary } from '../service';
import { EnvironmentSection } from './EnvironmentSection';

/** The entity card: what is true of the service, environment by environment. */
export const SlipwayCard = () => (
  <EntityInfoCard title="Slipway">
    <PlacementBoundary>
      {({ entityRef, stack, environments }) =>
        environments.map(environment => (
          <EnvironmentSection
            key={environment}
            target={{ entityRef, stack, environment }}
          />
        ))
      }
    </PlacementBoundary>
  </EntityInfoCard>
);
