import { diagnose, needsExplanation, type Symptoms } from './diagnose';
import { type MeasurementSetup, UNKNOWN_SETUP } from './setup';

const healthy: Symptoms = {
  numbers: {
    targets: { up: 2, total: 2, empty: 0 },
    requestRate: 4.2,
    windowSeconds: 300,
  },
  targets: { errors: [], unlabelled: 0, dropped: 0 },
  running: 2,
  passesHealthChecks: false,
  setup: UNKNOWN_SETUP,
};
const unseen = { ...healthy.numbers, targets: { up: 0, total: 0, empty: 0 } };

function causes(change: Partial<Symptoms>) {
  return diagnose({ ...healthy, ...change }).map(({ cause }) => cause);
}

const failing = (...errors: string[]): Partial<Symptoms> => ({
  numbers: { ...healthy.numbers, targets: { up: 1, total: 2, empty: 0 } },
  targets: { errors, unlabelled: 0, dropped: 0 },
});

describe('diagnose', () => {
  it.each([
    ['server returned HTTP status 404 Not Found', 'endpoint-missing'],
    ['server returned HTTP status 404', 'endpoint-missing'],
    ['server returned HTTP status 401 Unauthorized', 'endpoint-guarded'],
    ['server returned HTTP status 403 Forbidden', 'endpoint-guarded'],
    ['server returned HTTP status 302 Found', 'endpoint-guarded'],
    [
      'server returned HTTP status 500 Internal Server Error',
      'endpoint-failing',
    ],
    [
      'Get "http://10.0.0.1:80/actuator/prometheus": dial tcp 10.0.0.1:80: connect: connection refused',
      'wrong-port',
    ],
    [
      'Get "http://10.0.0.1:8080/actuator/prometheus": context deadline exceeded',
      'network',
    ],
    [
      'Get "http://10.0.0.1:8080/actuator/prometheus": dial tcp 10.0.0.1:8080: i/o timeout',
      'network',
    ],
    [
      'received unsupported Content-Type "text/html; charset=utf-8" and no fallback_scrape_protocol specified for target',
      'not-metrics',
    ],
    [
      'non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol specified for target',
      'not-metrics',
    ],
    [
      'expected a valid start token, got "<" ("INVALID") while parsing: "<"',
      'not-metrics',
    ],
    ['sample limit exceeded', 'limit-exceeded'],
    ['body size limit exceeded', 'limit-exceeded'],
    ['EOF', 'scrape-failed'],
  ])('reads %s as %s', (error, cause) => {
    expect(causes(failing(error))).toEqual([cause]);
  });

  it.each<[string, string[], Partial<Symptoms>]>([
    ['nothing where all is measured', [], {}],
    ['no target at all', ['not-discovered'], { numbers: unseen }],
    ['nothing where nothing runs', [], { numbers: unseen, running: 0 }],
    [
      'targets that relabelling dropped',
      ['relabelled-away'],
      {
        numbers: unseen,
        targets: { errors: [], unlabelled: 0, dropped: 2 },
      },
    ],
    [
      'targets without the label of the service',
      ['label-missing'],
      {
        numbers: unseen,
        targets: { errors: [], unlabelled: 2, dropped: 0 },
      },
    ],
    ['fewer targets than tasks', ['fewer-targets-than-tasks'], { running: 3 }],
    [
      'one target of three that was dropped',
      ['relabelled-away'],
      { running: 3, targets: { errors: [], unlabelled: 0, dropped: 1 } },
    ],
    [
      'no request yet',
      ['no-request-yet'],
      { numbers: { ...healthy.numbers, requestRate: undefined } },
    ],
    [
      'an endpoint without a number, not a lack of requests',
      ['endpoint-empty'],
      {
        numbers: {
          ...healthy.numbers,
          targets: { up: 2, total: 2, empty: 2 },
          requestRate: undefined,
        },
      },
    ],
    [
      'a healthy service that nothing measures, after its cause',
      ['endpoint-missing', 'healthy-but-blind'],
      {
        ...failing('server returned HTTP status 404 Not Found'),
        numbers: {
          ...healthy.numbers,
          targets: { up: 0, total: 2, empty: 0 },
        },
        passesHealthChecks: true,
      },
    ],
    [
      'a cause once, however many targets show it',
      ['wrong-port'],
      failing(
        ...['10.0.0.1', '10.0.0.2'].map(
          host => `dial tcp ${host}:80: connect: connection refused`,
        ),
      ),
    ],
  ])('tells %s', (_name, expected, change) => {
    expect(causes(change)).toEqual(expected);
  });

  const complete: MeasurementSetup = {
    buildFile: 'build.gradle.kts',
    hasRegistry: true,
    settingsFile: 'src/main/resources/application.yml',
    exposesEndpoint: true,
    moves: [],
  };
  const move = 'server.servlet.context-path=/orders';

  it.each<[string, Partial<MeasurementSetup>, object]>([
    [
      'the registry that the build lacks, whatever the settings say',
      { ...complete, hasRegistry: false, exposesEndpoint: false },
      {
        cause: 'registry-missing',
        message: expect.stringContaining('build.gradle.kts does not name it'),
        fix: expect.stringContaining('micrometer-registry-prometheus to build'),
        files: ['build.gradle.kts'],
      },
    ],
    [
      'the endpoint that the settings do not expose',
      { ...complete, exposesEndpoint: false },
      {
        cause: 'endpoint-not-exposed',
        message: expect.stringContaining('application.yml leaves prometheus'),
        fix: expect.stringContaining('exposure.include in src/main'),
        files: ['src/main/resources/application.yml'],
      },
    ],
    [
      'a path that is another',
      { ...complete, moves: [move] },
      {
        cause: 'endpoint-missing',
        message: expect.stringContaining(move),
        files: ['src/main/resources/application.yml'],
      },
    ],
    [
      'a repository in which nothing is amiss',
      complete,
      {
        cause: 'endpoint-missing',
        message: expect.stringContaining('though the repository has'),
        fix: expect.stringContaining('older than its repository'),
      },
    ],
    [
      'what it may be where the repository cannot be read, in order',
      UNKNOWN_SETUP,
      {
        cause: 'endpoint-missing',
        message: expect.stringMatching(/registry.*not be exposed.*path/),
        fix: expect.stringMatching(/micrometer-registry.*open \/actuator/),
        files: [],
      },
    ],
  ])('tells of a 404 %s', (_name, setup, diagnosis) => {
    expect(
      diagnose({
        ...healthy,
        ...failing('server returned HTTP status 404 Not Found'),
        passesHealthChecks: true,
        setup: { ...UNKNOWN_SETUP, ...setup },
      }),
    ).toEqual([expect.objectContaining(diagnosis)]);
  });

  it('leads to where Prometheus is told what to scrape, for what is mended there', () => {
    const scrapeConfigUrl = 'https://github.com/acme/monitoring/scrape.yml';
    const found = diagnose({
      ...healthy,
      ...failing('server returned HTTP status 401 Unauthorized'),
      running: 3,
      scrapeConfigUrl,
    });
    expect(found).toEqual([
      expect.not.objectContaining({ scrapeConfigUrl }),
      {
        cause: 'fewer-targets-than-tasks',
        message: 'Prometheus scrapes only 2 of the service, and 3 tasks run',
        fix: expect.stringContaining('discovery'),
        files: [],
        scrapeConfigUrl,
      },
    ]);
  });
});

describe('needsExplanation', () => {
  const numbers = (targets: { up: number; total: number; empty: number }) => ({
    ...healthy.numbers,
    targets,
  });

  it('is only so where something is down, lacks or is empty', () => {
    const all = { up: 2, total: 2, empty: 0 };
    expect(needsExplanation(numbers(all), 2)).toBe(false);
    expect(needsExplanation(numbers(all), 3)).toBe(true);
    expect(needsExplanation(numbers({ ...all, up: 1 }), 2)).toBe(true);
    expect(needsExplanation(numbers({ ...all, empty: 1 }), 2)).toBe(true);
    expect(needsExplanation(unseen, 0)).toBe(false);
  });
});
