import type { ContainerDefinition } from '../model';

/** What a task's process may see of the emulator's own environment. Credentials and the portal's settings are not among it. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'TMPDIR'];

/**
 * The environment of a container's process: image, then task definition, then overrides, then secrets.
 * `PORT` and `SERVER_PORT` come last: tasks share one loopback interface, so each gets a port of its own.
 */
export function containerEnvironment(options: {
  definition: ContainerDefinition;
  image?: Record<string, string>;
  overrides?: { name: string; value: string }[];
  secrets: Record<string, string>;
  port: number;
}): Record<string, string> {
  const { definition, image, overrides, secrets, port } = options;
  const environment: Record<string, string> = {};
  for (const name of INHERITED) {
    const value = process.env[name];
    if (value !== undefined) {
      environment[name] = value;
    }
  }
  Object.assign(environment, image);
  for (const { name, value } of [
    ...definition.environment,
    ...(overrides ?? []),
  ]) {
    environment[name] = value;
  }
  return {
    ...environment,
    ...secrets,
    PORT: String(port),
    SERVER_PORT: String(port),
  };
}
