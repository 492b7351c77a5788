/*
 * The service that stands for a released image where no Java is installed: plain Node, no dependencies.
 * It answers on the paths of Spring Boot's actuator and exposes the request metrics under Micrometer's names, so that
 * the same queries work. Its process metrics carry their own names: there is no JVM here.
 *
 * Environment: PORT (8080), FAIL_START=1 exits with 1 at start, UNHEALTHY=1 answers 503 to the readiness probe,
 * START_DELAY_MS delays readiness.
 */
import http from 'node:http';

const {
  PORT = '8080',
  FAIL_START,
  UNHEALTHY,
  START_DELAY_MS = '0',
} = process.env;

if (FAIL_START === '1') {
  console.error('FAIL_START is set: giving up');
  process.exit(1);
}

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const startedAt = Date.now();
const series = new Map();
let stopping = false;

function outcomeOf(status) {
  if (status < 400) return 'SUCCESS';
  return status < 500 ? 'CLIENT_ERROR' : 'SERVER_ERROR';
}

function record(method, uri, status, seconds) {
  const labels = `method="${method}",uri="${uri}",status="${status}",outcome="${outcomeOf(
    status,
  )}",exception="none"`;
  const entry = series.get(labels) ?? {
    count: 0,
    sum: 0,
    buckets: BUCKETS.map(() => 0),
  };
  series.set(labels, entry);
  entry.count += 1;
  entry.sum += seconds;
  BUCKETS.forEach((limit, index) => {
    entry.buckets[index] += seconds <= limit ? 1 : 0;
  });
}

function metrics() {
  const name = 'http_server_requests_seconds';
  const lines = [
    `# HELP ${name} Duration of HTTP server request handling`,
    `# TYPE ${name} histogram`,
  ];
  for (const [labels, { count, sum, buckets }] of series) {
    BUCKETS.forEach((limit, index) => {
      lines.push(`${name}_bucket{${labels},le="${limit}"} ${buckets[index]}`);
    });
    lines.push(`${name}_bucket{${labels},le="+Inf"} ${count}`);
    lines.push(`${name}_count{${labels}} ${count}`);
    lines.push(`${name}_sum{${labels}} ${sum}`);
  }
  const cpu = process.cpuUsage();
  lines.push(
    '# TYPE process_uptime_seconds gauge',
    `process_uptime_seconds ${process.uptime()}`,
    '# TYPE process_resident_memory_bytes gauge',
    `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
    '# TYPE process_cpu_seconds_total counter',
    `process_cpu_seconds_total ${(cpu.user + cpu.system) / 1e6}`,
  );
  return `${lines.join('\n')}\n`;
}

function isReady() {
  return (
    UNHEALTHY !== '1' &&
    !stopping &&
    Date.now() - startedAt >= Number(START_DELAY_MS)
  );
}

function health(up) {
  return [
    up ? 200 : 503,
    'application/json',
    JSON.stringify({ status: up ? 'UP' : 'OUT_OF_SERVICE' }),
  ];
}

function answer(path) {
  switch (path) {
    case '/':
      return [
        200,
        'application/json',
        JSON.stringify({ service: 'sample', uptime: process.uptime() }),
      ];
    case '/fail':
      return [500, 'application/json', JSON.stringify({ error: 'as asked' })];
    case '/actuator/health':
    case '/actuator/health/readiness':
      return health(isReady());
    case '/actuator/health/liveness':
      return health(true);
    case '/actuator/prometheus':
      return [200, 'text/plain; version=0.0.4; charset=utf-8', metrics()];
    default:
      return [404, 'application/json', JSON.stringify({ error: 'not found' })];
  }
}

const server = http.createServer((request, response) => {
  const begin = process.hrtime.bigint();
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const [status, type, body] = answer(path);
  response.writeHead(status, { 'content-type': type });
  response.end(body);
  const uri = status === 404 ? 'NOT_FOUND' : path;
  record(
    request.method,
    uri,
    status,
    Number(process.hrtime.bigint() - begin) / 1e9,
  );
});

function stop() {
  stopping = true;
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), 2000).unref();
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
server.listen(Number(PORT), () =>
  console.log(`sample service listens on ${PORT}`),
);
