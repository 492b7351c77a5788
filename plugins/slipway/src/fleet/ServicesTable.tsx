import Button from '@material-ui/core/Button';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { STACK_ANNOTATION } from '@slipway/plugin-slipway-common';
import { DataTable } from '../tables';
import { ServiceVerdicts } from './ServiceVerdicts';
import { type LoadedServices } from './useServices';

export type ServicesTableProps = Required<Pick<LoadedServices, 'services'>> &
  Pick<LoadedServices, 'showNext' | 'showPrevious'>;

/** A page of services, each with a verdict per environment that loads by itself. */
export const ServicesTable = (props: ServicesTableProps) => {
  const { services, showNext, showPrevious } = props;
  return (
    <>
      <DataTable
        label="Services"
        columns={['Service', 'Stack', 'Verdicts']}
        rows={services.map(service => {
          const entityRef = stringifyEntityRef(service);
          return [
            <EntityRefLink
              key="service"
              entityRef={service}
              defaultKind="component"
            />,
            service.metadata.annotations?.[STACK_ANNOTATION] ?? 'none',
            <ServiceVerdicts key={entityRef} entityRef={entityRef} />,
          ];
        })}
      />
      {(showNext || showPrevious) && (
        <nav aria-label="Pages of services">
          <Button size="small" disabled={!showPrevious} onClick={showPrevious}>
            Previous
          </Button>
          <Button size="small" disabled={!showNext} onClick={showNext}>
            Next
          </Button>
        </nav>
      )}
    </>
  );
};
