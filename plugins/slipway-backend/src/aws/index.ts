export { CallMeter } from './CallMeter';
export { EnvironmentClients } from './EnvironmentClients';
