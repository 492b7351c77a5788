import { diagnose, needsTargets, type Symptoms } from './diagnose';

const healthy: Symptoms = {
  numbers: {
    targets: { up: 2, total: 2 },
    requestRate: 4.2,
    windowSeconds: 300,
  },
  targets: { errors: [], unlabelled: 0, dropped: 0 },
  running: 2,
  passesHealthChecks: false,
};
const unseen = { ...healthy.numbers, targets: { up: 0, total: 0 } };

function causes(change: Partial<Symptoms>) {
  return diagnose({ ...healthy, ...change }).map(({ cause }) => cause);
}

const failing = (...errors: string[]): Partial<Symptoms> => ({
  numbers: { ...healthy.numbers, targets: { up: 1, total: 2 } },
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
      'a healthy service that nothing measures, after its cause',
      ['endpoint-missing', 'healthy-but-blind'],
      {
        ...failing('server returned HTTP status 404 Not Found'),
        numbers: { ...healthy.numbers, targets: { up: 0, total: 2 } },
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

  it('says what to do, and where', () => {
    expect(
      diagnose({
        ...healthy,
        ...failing('server returned HTTP status 404 Not Found'),
        passesHealthChecks: true,
      }),
    ).toEqual([
      {
        cause: 'endpoint-missing',
        message: expect.stringContaining('though health checks pass'),
        fix: expect.stringContaining('micrometer-registry-prometheus'),
        files: ['pom.xml', 'src/main/resources/application.yaml'],
      },
    ]);
    expect(diagnose({ ...healthy, numbers: unseen, running: 1 })).toEqual([
      {
        cause: 'not-discovered',
        message: 'Prometheus has no target of the service, and 1 task runs',
        fix: expect.stringContaining('service discovery'),
        files: [],
      },
    ]);
  });
});

describe('needsTargets', () => {
  it('is only so where something is down or lacks', () => {
    expect(needsTargets(healthy.numbers, 2)).toBe(false);
    expect(needsTargets(healthy.numbers, 3)).toBe(true);
    expect(needsTargets({ ...unseen, targets: { up: 1, total: 2 } }, 2)).toBe(
      true,
    );
    expect(needsTargets(unseen, 0)).toBe(false);
  });
});
