import { Header, Page } from '@backstage/core-components';
import { FleetContent } from './FleetContent';

/** The fleet page with a header of its own, for apps whose router gives it none. */
export const FleetPage = () => (
  <Page themeId="tool">
    <Header title="Slipway" />
    <FleetContent />
  </Page>
);
