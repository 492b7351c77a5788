export { DriftAdopter, writeChanges } from './DriftAdopter';
export { DriftReader } from './DriftReader';
