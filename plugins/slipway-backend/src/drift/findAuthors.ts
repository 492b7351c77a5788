import {
  type CloudTrailClient,
  type Event,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail';
import { type LoggerService } from '@backstage/backend-plugin-api';
import { type DriftFinding } from '@slipway/plugin-slipway-common';
import { type Plan } from '@slipway/plugin-slipway-node';

// CloudTrail answers two look-ups a second for a whole account and region.
const MAX_LOOKUPS = 5;
const PAGE = 50;

/** Where and for which time to look. */
export interface AuthorsOptions {
  trail: Pick<CloudTrailClient, 'send'>;
  /** The last apply: what was changed before it is not drift. */
  since: Date;
  /** Who applies; its own changes are not drift. */
  applier: string;
  logger: LoggerService;
}

/**
 * Adds to each finding of configuration drift who changed the resource last, where CloudTrail knows it. Looks for the first
 * few resources only. A denial, or an account without a trail, leaves the findings as they are.
 */
export async function findAuthors(
  findings: readonly DriftFinding[],
  plan: Pick<Plan, 'resource_changes' | 'resource_drift'>,
  options: AuthorsOptions,
): Promise<DriftFinding[]> {
  const addresses = [
    ...new Set(
      findings
        .filter(
          ({ kind, explanation }) => kind === 'configuration' && !explanation,
        )
        .map(({ address }) => address),
    ),
  ].slice(0, MAX_LOOKUPS);
  const authors = new Map<string, DriftFinding['changedBy']>();
  try {
    for (const address of addresses) {
      const name = resourceName(address, plan);
      if (name) {
        authors.set(address, await lastChange(name, options));
      }
    }
  } catch (error) {
    options.logger.debug(
      'CloudTrail did not say who changed what drifted; the portal’s reader role needs cloudtrail:LookupEvents for that',
      error as Error,
    );
  }
  return findings.map(finding => {
    const changedBy =
      finding.kind === 'configuration'
        ? authors.get(finding.address)
        : undefined;
    return changedBy ? { ...finding, changedBy } : finding;
  });
}

async function lastChange(
  name: string,
  { trail, since, applier }: AuthorsOptions,
): Promise<DriftFinding['changedBy']> {
  const { Events = [] } = await trail.send(
    new LookupEventsCommand({
      LookupAttributes: [
        { AttributeKey: 'ResourceName', AttributeValue: name },
      ],
      StartTime: since,
      MaxResults: PAGE,
    }),
  );
  // The newest comes first.
  const event = Events.find(
    ({ ReadOnly, Username }) => ReadOnly !== 'true' && Username !== applier,
  );
  return event && toAuthor(event);
}

function toAuthor({
  Username,
  EventName,
  EventTime,
}: Event): DriftFinding['changedBy'] {
  return Username && EventName && EventTime
    ? { who: Username, event: EventName, at: EventTime.toISOString() }
    : undefined;
}

// What AWS calls the resource in its events: its name where it has one.
function resourceName(
  address: string,
  plan: Pick<Plan, 'resource_changes' | 'resource_drift'>,
): string | undefined {
  for (const { address: at, change } of [
    ...plan.resource_changes,
    ...plan.resource_drift,
  ]) {
    const { name, id } = (at === address ? change.before ?? {} : {}) as {
      name?: unknown;
      id?: unknown;
    };
    const found = [name, id].find(
      value => typeof value === 'string' && value !== '',
    );
    if (typeof found === 'string') {
      return found;
    }
  }
  return undefined;
}
