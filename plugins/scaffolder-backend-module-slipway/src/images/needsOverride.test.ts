import { unscanned, type ScanStatus } from '@slipway/plugin-slipway-common';
import { needsOverride } from './needsOverride';

const ask = (status: ScanStatus, overrideReason?: string) =>
  needsOverride({
    judgement: unscanned(status),
    environment: 'dev',
    image: 'orders@sha256:a',
    overrideReason,
  });

describe('needsOverride', () => {
  it('lets pass what passes, with or without a reason', () => {
    expect(ask('passing')).toBe(false);
    expect(ask('passing', 'just in case')).toBe(false);
  });

  it.each<ScanStatus>([
    'blocked',
    'outdated',
    'not-scanned',
    'in-progress',
    'expired',
    'unsupported',
    'failed',
  ])('refuses %s without a reason', status => {
    expect(() => ask(status)).toThrow(
      /^The environment dev does not let orders@sha256:a run: .*slipway\.image\.release\.override\.$/,
    );
    expect(ask(status, 'an outage')).toBe(true);
  });

  it.each<ScanStatus>(['not-in-registry', 'archived'])(
    'refuses %s whatever the reason, for it could not start',
    status => {
      expect(() => ask(status, 'an outage')).toThrow(/Push it again/);
    },
  );
});
