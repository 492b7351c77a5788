import { type SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { isBindable } from './bindableNodes';
import { requireRangeable } from './requireRangeable';

/** The label that the discovery of the targets sets, so that no application can give itself the name of another. */
export const SERVICE_LABEL = 'ecs_service';

// Prometheus ends a comment at a carriage return, the parser here does not: what follows would be bound to nothing.
const CONTROL_CHARACTER = /[^\P{Cc}\n\t]/u;

/**
 * A PromQL query of which every selector can be bound to a service. Where the matcher of the service goes is found by
 * walking the parsed query, and a query that cannot be bound in full, or that Prometheus would not draw, is refused.
 */
export class ServiceQuery {
  /** The query, cut where the matcher of the service belongs. */
  readonly #pieces: readonly string[];

  /**
   * @throws Error that says why the query cannot be bound, or not be drawn.
   */
  static parse(promql: string): ServiceQuery {
    if (CONTROL_CHARACTER.test(promql)) {
      throw new Error('has a control character');
    }
    const cuts = new Set<number>();
    const wrapped = new Set<number>();
    const tree = parser.parse(promql);
    tree.iterate({
      enter: ({ node }) => {
        refuseUnbindable(node, promql);
        if (node.name !== 'VectorSelector') {
          return;
        }
        const matchers = node.getChild('LabelMatchers');
        if (matchers) {
          refuseServiceLabel(matchers, promql);
          cuts.add(matchers.from + 1);
        } else {
          cuts.add(node.to);
          wrapped.add(node.to);
        }
      },
    });
    if (cuts.size === 0) {
      throw new Error('selects no series');
    }
    requireRangeable(promql, tree);
    return new ServiceQuery(cut(promql, [...cuts], wrapped));
  }

  private constructor(pieces: readonly string[]) {
    this.#pieces = pieces;
  }

  /**
   * The query with the matcher of a service in every selector.
   *
   * @param ecsService - name of the ECS service
   */
  for(ecsService: string): string {
    return this.#pieces.join(`${SERVICE_LABEL}=${quoted(ecsService)}`);
  }
}

/** A PromQL string literal. */
export function quoted(text: string): string {
  const escaped = text
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\n/g, '\\n');
  return `"${escaped}"`;
}

function refuseUnbindable(node: SyntaxNode, promql: string): void {
  if (node.type.isError) {
    const rest = promql.slice(node.from, node.from + 20);
    throw new Error(
      `is not PromQL at character ${node.from + 1}${rest && `: ${rest}`}`,
    );
  }
  if (!isBindable(node.name)) {
    throw new Error(
      `uses ${promql.slice(
        node.from,
        node.to,
      )}, which is experimental or reads series that cannot be bound to a service`,
    );
  }
}

// Prometheus would demand both values; a query that names a service is a mistake that should not stay unseen.
function refuseServiceLabel(matchers: SyntaxNode, promql: string): void {
  for (const kind of ['UnquotedLabelMatcher', 'QuotedLabelMatcher']) {
    for (const matcher of matchers.getChildren(kind)) {
      const name = matcher.firstChild;
      const text = name ? promql.slice(name.from, name.to) : '';
      // An escape may spell any name.
      if (
        text.includes('\\') ||
        text.replace(/^(["'`])(.*)\1$/s, '$2') === SERVICE_LABEL
      ) {
        throw new Error(
          `matches the label ${text}; Slipway adds ${SERVICE_LABEL} to every selector itself`,
        );
      }
    }
  }
}

function cut(
  promql: string,
  cuts: readonly number[],
  wrapped: ReadonlySet<number>,
): string[] {
  const pieces: string[] = [];
  let rest = 0;
  let opening = '';
  for (const at of [...cuts].sort((a, b) => a - b)) {
    const bare = wrapped.has(at);
    pieces.push(`${opening}${promql.slice(rest, at)}${bare ? '{' : ''}`);
    const following = promql.slice(at).trimStart();
    opening = following.startsWith('}') ? '' : ',';
    if (bare) {
      opening = '}';
    }
    rest = at;
  }
  return [...pieces, `${opening}${promql.slice(rest)}`];
}
