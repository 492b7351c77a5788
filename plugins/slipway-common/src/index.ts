/**
 * What crosses the wire in Slipway: schemas and their types, permissions, annotations and verdict rules.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './environments';
export * from './facets';
export * from './metricsHistory';
export * from './operations';
export * from './overview';
export * from './permissions';
export * from './problem';
export * from './registryActions';
export * from './release';
export * from './scans';
export * from './stack';
export * from './verdict';
