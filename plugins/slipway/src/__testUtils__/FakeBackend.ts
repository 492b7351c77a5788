import { http, HttpResponse, type RequestHandler } from 'msw';
import {
  type DeploymentsDetails,
  type EnvironmentSummary,
  type FacetName,
  type FacetResults,
  type MetricsHistoryResult,
  type Overview,
  type ScanDetails,
  type ScanFindings,
  type ServicePlacement,
  type StateDifferenceResult,
  type StateVersionsResult,
} from '@slipway/plugin-slipway-common';
import * as fixtures from './fixtures';

const BASE = '*/api/slipway';
const ENTITY = `${BASE}/entities/default/component/:name`;

/** The backend's routes with answers that a test sets, and a count of what was asked. */
export class FakeBackend {
  placement: ServicePlacement = fixtures.placement;
  environments: EnvironmentSummary[] = [fixtures.environment];
  facets: FacetResults = fixtures.healthy;
  overview: Overview = fixtures.overview;
  metricsHistory: MetricsHistoryResult = fixtures.metricsHistory;
  details: DeploymentsDetails = { services: [] };
  scanDetails: ScanDetails = { images: [] };
  /** Of any image, worst first. */
  findings: ScanFindings['findings'] = [];
  /** By the id of their first version; the first page has none. */
  versionPages: Record<string, StateVersionsResult> = {};
  difference: StateDifferenceResult | undefined;
  /** Sent instead of a facet's answer. */
  failure: { status: number; name: string; message: string } | undefined;
  /** What the server's clock says; it does not tell without. */
  date: Date | undefined;
  /** Facets that do not answer. */
  readonly silent = new Set<string>();
  readonly requests: string[] = [];

  handlers(): RequestHandler[] {
    return [
      http.get(`${BASE}/environments`, () =>
        this.#answer('environments', { environments: this.environments }),
      ),
      http.get(ENTITY, () => this.#answer('placement', this.placement)),
      http.get(`${ENTITY}/overview`, () =>
        this.#answer('overview', this.overview),
      ),
      http.get(
        `${ENTITY}/environments/:environment/facets/:facet`,
        ({ params }) => {
          const facet = params.facet as FacetName;
          return this.#answer(facet, this.facets[facet]);
        },
      ),
      http.get(`${ENTITY}/environments/:environment/metrics`, ({ request }) =>
        this.#answer(
          `metrics of ${new URL(request.url).searchParams.get('range')}`,
          this.metricsHistory,
        ),
      ),
      http.get(`${ENTITY}/environments/:environment/deployments/details`, () =>
        this.#answer('details', this.details),
      ),
      http.get(`${ENTITY}/environments/:environment/scans/details`, () =>
        this.#answer('scan details', this.scanDetails),
      ),
      http.get(
        `${ENTITY}/environments/:environment/scans/findings`,
        ({ request }) => {
          const offset = Number(
            new URL(request.url).searchParams.get('offset'),
          );
          return this.#answer(`findings from ${offset}`, {
            total: this.findings.length,
            offset,
            findings: this.findings.slice(offset, offset + 200),
          });
        },
      ),
      http.get(
        `${ENTITY}/environments/:environment/state/versions`,
        ({ request }) => {
          const start = new URL(request.url).searchParams.get('start') ?? '';
          return this.#answer(
            `versions ${start}`.trim(),
            this.versionPages[start],
          );
        },
      ),
      http.get(
        `${ENTITY}/environments/:environment/state/difference`,
        ({ request }) => {
          const { from, to } = Object.fromEntries(
            new URL(request.url).searchParams,
          );
          return this.#answer(`difference ${from} ${to}`, {
            ...this.difference,
          });
        },
      ),
      http.post(`${ENTITY}/environments/:environment/drift-checks`, () => {
        this.requests.push('drift-check');
        return this.failure
          ? this.#fail()
          : HttpResponse.json({ status: 'queued' }, { status: 202 });
      }),
    ];
  }

  count(request: string): number {
    return this.requests.filter(made => made === request).length;
  }

  async #answer(request: string, body: object) {
    this.requests.push(request);
    if (this.silent.has(request)) {
      await new Promise(() => {});
    }
    return this.failure
      ? this.#fail()
      : HttpResponse.json(body, { headers: this.#dated() });
  }

  #dated(): HeadersInit {
    return this.date ? { date: this.date.toUTCString() } : {};
  }

  #fail() {
    const { status, name, message } = this.failure ?? {
      status: 500,
      name: 'Error',
      message: '',
    };
    return HttpResponse.json(
      { error: { name, message }, response: { statusCode: status } },
      { status },
    );
  }
}
