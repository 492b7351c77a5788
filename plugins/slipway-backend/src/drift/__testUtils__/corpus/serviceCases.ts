import { serviceAlarmCases } from './serviceAlarmCases';
import { serviceDatabaseCases } from './serviceDatabaseCases';
import { serviceIdentityCases } from './serviceIdentityCases';
import { serviceNetworkCases } from './serviceNetworkCases';
import { serviceTaskCases } from './serviceTaskCases';

/** Hand changes of every kind of resource in `terraform/service`, with a fixed number of tasks and a database. */
export const serviceCases = [
  ...serviceNetworkCases,
  ...serviceTaskCases,
  ...serviceIdentityCases,
  ...serviceDatabaseCases,
  ...serviceAlarmCases,
];
