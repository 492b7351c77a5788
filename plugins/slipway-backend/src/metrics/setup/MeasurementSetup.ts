/**
 * What a service's repository says of how it is measured. `undefined` is what cannot be told, which blames nobody.
 */
export interface MeasurementSetup {
  /** The build file that is there. */
  buildFile?: string;
  /** Whether the build gives the running service the Prometheus registry. */
  hasRegistry?: boolean;
  /** The settings that are there. */
  settingsFile?: string;
  /** Whether the settings expose the metrics endpoint. */
  exposesEndpoint?: boolean;
  /** Settings that move the endpoint to another path or port, as `name=value`. */
  moves: string[];
}

/** A repository that could not be read. */
export const UNKNOWN_SETUP: MeasurementSetup = { moves: [] };
