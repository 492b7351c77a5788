import { type DriftFinding } from '@slipway/plugin-slipway-common';
import { type ObservedService } from '../deployments';
import { lastPart, type StackFacts } from '../stacks';
import { AUTOSCALED, isNewerRevision, RELEASED_OUTSIDE } from './explainDrift';

/**
 * What differs between the state and ECS at this moment. Costs no call: both sides were read for other facets.
 */
export function liveDrift(
  facts: StackFacts,
  observed: readonly ObservedService[],
): DriftFinding[] {
  return observed.flatMap(service => serviceDrift(facts, service));
}

function serviceDrift(
  facts: StackFacts,
  { declared, answer }: ObservedService,
): DriftFinding[] {
  const { address } = declared;
  if (!answer.value) {
    const gone = answer.problem.code === 'not-found';
    return gone ? [deleted(address)] : [];
  }
  const { service } = answer.value;
  if (service.status === 'INACTIVE') {
    return [deleted(address)];
  }
  const findings: DriftFinding[] = [];
  const count = service.desiredCount ?? 0;
  if (count !== declared.desiredCount) {
    findings.push(
      changed(address, {
        attribute: 'desired_count',
        declared: String(declared.desiredCount),
        actual: String(count),
        explanation: declared.autoscaled ? AUTOSCALED : undefined,
      }),
    );
  }
  const actual = service.taskDefinition ?? '';
  if (actual !== declared.taskDefinition) {
    const explanation = isNewerRevision(declared.taskDefinition, actual)
      ? RELEASED_OUTSIDE
      : undefined;
    findings.push(
      changed(address, {
        attribute: 'task_definition',
        declared: lastPart(declared.taskDefinition),
        actual: lastPart(actual),
        explanation,
      }),
      ...imageDrift(facts, { declared, answer }).map(finding => ({
        ...finding,
        explanation,
      })),
    );
  }
  return findings;
}

// Only under another task definition can the image differ: a revision never changes.
function imageDrift(
  facts: StackFacts,
  { declared, answer }: ObservedService,
): DriftFinding[] {
  const definition = facts.taskDefinitions.find(
    ({ arn }) => arn === declared.taskDefinition,
  );
  const containers = (answer.value?.running ?? []).filter(
    ({ taskDefinition }) =>
      taskDefinition === answer.value?.service.taskDefinition,
  );
  const findings: DriftFinding[] = [];
  for (const { name, image } of definition?.containers ?? []) {
    const actual = containers.find(container => container.name === name);
    if (definition && actual?.image && actual.image !== image) {
      findings.push(
        changed(definition.address, {
          attribute: `container_definitions.${name}.image`,
          declared: image,
          actual: actual.image,
        }),
      );
    }
  }
  return findings;
}

function changed(
  address: string,
  change: Pick<
    DriftFinding,
    'attribute' | 'declared' | 'actual' | 'explanation'
  >,
): DriftFinding {
  return { kind: 'live', address, action: 'update', masked: false, ...change };
}

function deleted(address: string): DriftFinding {
  return { kind: 'live', address, action: 'create', masked: false };
}
