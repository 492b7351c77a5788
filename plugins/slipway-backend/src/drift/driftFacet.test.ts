import {
  type DriftFinding,
  driftResultSchema,
} from '@slipway/plugin-slipway-common';
import { assessState } from '@slipway/plugin-slipway-node';
import { IMAGE, ordersState } from '../__testUtils__/ordersState';
import { boundFacts } from '../services';
import { stackFacts } from '../stacks';
import { type DriftCheckRecord, driftFacet } from './driftFacet';

const now = new Date(Date.UTC(2026, 10, 23, 12));
const HOUR = 3_600_000;
const assessment = assessState(
  Buffer.from(JSON.stringify(ordersState({ image: IMAGE }))),
);
const bound = boundFacts(
  {
    entityRef: 'component:default/orders',
    environment: 'local',
    stack: 'orders',
  },
  {
    value: {
      assessment,
      facts: assessment.file && stackFacts(assessment.file),
    },
    at: now,
  },
);

const finding = (kind: DriftFinding['kind']): DriftFinding => ({
  kind,
  address: 'aws_ecs_service.main[0]',
  action: 'update',
  masked: false,
});

function facet(
  record: Partial<DriftCheckRecord>,
  check: object | undefined = {},
) {
  return driftResultSchema.parse(
    driftFacet({
      bound,
      observed: [],
      record: {
        checking: false,
        interrupted: false,
        history: [],
        lastCheck: check && {
          checkedAt: now.toISOString(),
          durationMs: 5,
          complete: true,
          findings: [],
          serial: 7,
          ...check,
        },
        ...record,
      },
      interval: HOUR,
      now,
    }),
  );
}

describe('driftFacet', () => {
  it('is healthy only after a recent, complete check of this very state', () => {
    expect(facet({})).toMatchObject({
      verdict: 'healthy',
      data: { state: { serial: 7, lineage: expect.any(String) } },
    });
    expect(facet({}).problem).toBeUndefined();
  });

  it('does not call noise drift', () => {
    expect(facet({}, { findings: [finding('state-only')] }).verdict).toBe(
      'healthy',
    );
  });

  it.each(['configuration', 'pending'] as const)('sees %s drift', kind => {
    expect(facet({}, { findings: [finding(kind)] }).verdict).toBe('attention');
  });

  it('asks for nothing where drift is explained or ignored, and tells both', () => {
    const explained = { ...finding('configuration'), explanation: 'scaling' };
    const ignored = { ...finding('configuration'), attribute: 'tags.a' };
    const rules = [{ address: '*', attribute: 'tags.*', reason: 'billing' }];
    expect(facet({}, { findings: [explained, ignored], rules })).toMatchObject({
      verdict: 'healthy',
      data: {
        lastCheck: {
          findings: [
            { explanation: 'scaling' },
            { ignored: { reason: 'billing' } },
          ],
        },
      },
    });
    const expired = [{ ...rules[0], expires: '2026-11-22' }];
    expect(facet({}, { findings: [ignored], rules: expired }).verdict).toBe(
      'attention',
    );
  });

  it.each<[string, Partial<DriftCheckRecord>, object, string]>([
    ['of another serial', {}, { serial: 6 }, 'check-pending'],
    [
      'of another serial that found drift',
      {},
      { serial: 6, findings: [finding('configuration')] },
      'check-pending',
    ],
    [
      'that is overdue',
      {},
      { checkedAt: new Date(now.getTime() - 3 * HOUR).toISOString() },
      'check-pending',
    ],
    ['that was interrupted', { interrupted: true }, {}, 'check-pending'],
    ['that read only a part', {}, { complete: false }, 'terraform-failed'],
    [
      'that failed since',
      { problem: { code: 'unreachable', message: 'm', remedy: 'r' } },
      {},
      'unreachable',
    ],
  ])('knows nothing from a check %s', (_name, record, check, code) => {
    expect(facet(record, check)).toMatchObject({
      verdict: 'unknown',
      problem: { code },
    });
  });

  it('says since when each finding stands, and what was mended', () => {
    const began = new Date(now.getTime() - HOUR);
    const standing = {
      kind: 'configuration' as const,
      address: 'aws_ecs_service.main[0]',
      began,
      lastSeen: now,
    };
    const mended = {
      ...standing,
      attribute: 'desired_count',
      ended: now,
    };
    const result = facet(
      { history: [standing, mended] },
      { findings: [finding('configuration')] },
    );
    expect(result).toMatchObject({
      data: {
        lastCheck: { findings: [{ firstSeen: began.toISOString() }] },
        history: [
          { began: began.toISOString(), lastSeen: now.toISOString() },
          { attribute: 'desired_count', ended: now.toISOString() },
        ],
      },
    });
  });

  it('knows nothing before the first check', () => {
    const result = driftFacet({
      bound,
      observed: [],
      record: { checking: true, interrupted: false, history: [] },
      interval: HOUR,
      now,
    });
    expect(result).toMatchObject({
      verdict: 'unknown',
      data: { checking: true, live: [] },
      problem: { code: 'check-pending' },
    });
  });
});
