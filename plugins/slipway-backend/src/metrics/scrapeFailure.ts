import { type MetricsDiagnosisCause } from '@slipway/plugin-slipway-common';

// Texts of Prometheus 2 and 3 (scrape/scrape.go, model/textparse) and of Go's net package.
const FAILURES: readonly (readonly [RegExp, MetricsDiagnosisCause])[] = [
  [/^server returned HTTP status 404\b/, 'endpoint-missing'],
  [/^server returned HTTP status (401|403|30[1278])\b/, 'endpoint-guarded'],
  [/^server returned HTTP status 5\d\d\b/, 'endpoint-failing'],
  [/: connection refused$/, 'wrong-port'],
  [
    /context deadline exceeded|i\/o timeout$|no route to host$|network is unreachable$|no such host$/,
    'network',
  ],
  [
    /unsupported Content-Type|blank Content-Type|cannot parse Content-Type|valid start token/,
    'not-metrics',
  ],
  [/(sample|bucket|body size) limit exceeded/, 'limit-exceeded'],
];

/** What a target's `lastError` means. A text that we do not know is `scrape-failed`. */
export function scrapeFailure(lastError: string): MetricsDiagnosisCause {
  const known = FAILURES.find(([pattern]) => pattern.test(lastError));
  return known?.[1] ?? 'scrape-failed';
}
