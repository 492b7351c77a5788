import { type Metrics } from '@slipway/plugin-slipway-common';
import { diagnose } from './diagnose';

const healthy: Metrics = {
  targets: { up: 2, total: 2, errors: [] },
  requestRate: 4.2,
  windowSeconds: 300,
};

function causes(change: Partial<Metrics>, running = 2, balanced = false) {
  return diagnose({
    metrics: { ...healthy, ...change },
    running,
    passesHealthChecks: balanced,
  }).map(({ cause }) => cause);
}

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
    expect(causes({ targets: { up: 1, total: 2, errors: [error] } })).toEqual([
      cause,
    ]);
  });

  it.each<[string, string[], ReturnType<typeof causes>]>([
    ['nothing where all is measured', [], causes({})],
    [
      'no target at all',
      ['not-discovered'],
      causes({ targets: { up: 0, total: 0, errors: [] } }),
    ],
    [
      'nothing where nothing runs',
      [],
      causes({ targets: { up: 0, total: 0, errors: [] } }, 0),
    ],
    ['fewer targets than tasks', ['fewer-targets-than-tasks'], causes({}, 3)],
    ['no request yet', ['no-request-yet'], causes({ requestRate: undefined })],
    [
      'a healthy service that nothing measures, after its cause',
      ['endpoint-missing', 'healthy-but-blind'],
      causes(
        {
          targets: {
            up: 0,
            total: 2,
            errors: ['server returned HTTP status 404 Not Found'],
          },
        },
        2,
        true,
      ),
    ],
  ])('tells %s', (_name, expected, actual) => {
    expect(actual).toEqual(expected);
  });

  it('tells a cause once, however many targets show it', () => {
    const errors = ['10.0.0.1', '10.0.0.2'].map(
      host => `dial tcp ${host}:80: connect: connection refused`,
    );
    expect(causes({ targets: { up: 0, total: 2, errors } })).toEqual([
      'wrong-port',
    ]);
  });

  it('says what to do', () => {
    const [diagnosis] = diagnose({
      metrics: { ...healthy, targets: { up: 0, total: 0, errors: [] } },
      running: 1,
      passesHealthChecks: false,
    });
    expect(diagnosis).toEqual({
      cause: 'not-discovered',
      message: 'Prometheus has no target of the service, and 1 task runs',
      fix: expect.stringContaining('ecs_service'),
    });
  });
});
