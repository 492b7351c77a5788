import { parseAllDocuments } from 'yaml';

type Settings = Map<string, string>;

/** What the settings of a service say of its metrics endpoint. */
export interface EndpointSettings {
  /** `undefined` where that is decided elsewhere. */
  exposesEndpoint?: boolean;
  /** As `name=value`. */
  moves: string[];
}

const EXPOSURE = 'management.endpoints.web.exposure';
const PROFILE = 'spring.config.activate.on-profile';
// Any of these takes the endpoint away, whatever is exposed.
const SWITCHES: readonly (readonly [string, string])[] = [
  ['management.endpoint.prometheus.enabled', 'false'],
  ['management.endpoint.prometheus.access', 'none'],
  ['management.prometheus.metrics.export.enabled', 'false'],
  ['management.defaults.metrics.export.enabled', 'false'],
];
const MOVES = [
  'server.servlet.context-path',
  'spring.webflux.base-path',
  'management.endpoints.web.base-path',
  'management.endpoints.web.path-mapping.prometheus',
  'management.server.base-path',
  'management.server.port',
];

/**
 * Reads Spring Boot's settings of one file. What stands for a profile only may be so or not: nothing is concluded from it.
 *
 * @param file - `….yaml`, `….yml` or `….properties`
 */
export function readSettings(file: string, text: string): EndpointSettings {
  const documents = file.endsWith('.properties')
    ? text.split(/^#---\s*$/m).map(fromProperties)
    : parseAllDocuments(text, { logLevel: 'silent' }).map(document =>
        document.errors.length > 0 ? undefined : flatten(document.toJS()),
      );
  if (documents.includes(undefined)) {
    return { moves: [] };
  }
  const known = documents as Settings[];
  const settings = new Map(
    known.filter(part => !part.has(PROFILE)).flatMap(part => [...part]),
  );
  const undecided =
    known.some(part => part.has(PROFILE)) ||
    settings.has('spring.config.import');
  const exposes = exposesEndpoint(settings);
  return {
    exposesEndpoint: undecided && !exposes ? undefined : exposes,
    moves: MOVES.flatMap(name => {
      const value = settings.get(name);
      return value ? [`${name}=${value}`] : [];
    }),
  };
}

function exposesEndpoint(settings: Settings): boolean | undefined {
  if (SWITCHES.some(([name, off]) => settings.get(name) === off)) {
    return false;
  }
  // Spring Boot exposes `health` alone.
  const include = settings.get(`${EXPOSURE}.include`) ?? 'health';
  const exclude = settings.get(`${EXPOSURE}.exclude`) ?? '';
  if (`${include}${exclude}`.includes('${')) {
    return undefined;
  }
  return names(include) && !names(exclude);
}

function names(list: string): boolean {
  const ids = list.split(',').map(id => id.trim());
  return ids.includes('prometheus') || ids.includes('*');
}

function fromProperties(text: string): Settings {
  const settings: Settings = new Map();
  for (const line of text.replace(/\\\r?\n\s*/g, '').split(/\r?\n/)) {
    const [, name, value] =
      /^\s*([^#!\s=:][^\s=:]*)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) {
      settings.set(name, value);
    }
  }
  return settings;
}

function flatten(value: unknown, prefix = ''): Settings {
  if (Array.isArray(value) && value.every(item => typeof item !== 'object')) {
    return new Map([[prefix, value.join(',')]]);
  }
  if (typeof value === 'object' && value !== null) {
    return new Map(
      Object.entries(value).flatMap(([key, part]) => [
        ...flatten(part, prefix ? `${prefix}.${key}` : key),
      ]),
    );
  }
  return new Map(prefix ? [[prefix, String(value ?? '')]] : []);
}
