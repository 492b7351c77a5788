import { EditorState } from '@codemirror/state';
import { type Tree } from '@lezer/common';
// What Prometheus's own editor checks a query with; it is not among the exports of the package's root.
import { Parser } from '@prometheus-io/codemirror-promql/dist/cjs/parser/parser.js';

/**
 * Refuses a query that Prometheus would refuse for its types, or whose answer has no points in time: a range vector or a
 * string.
 *
 * @param tree - of the query; made by the parser of the same version
 * @throws Error that says what is wrong with the query.
 */
export function requireRangeable(promql: string, tree: Tree): void {
  const check = new Parser(EditorState.create({ doc: promql }));
  const type = check.checkAST(tree.topNode.firstChild);
  const [finding] = [...misplacedRanges(tree), ...check.getDiagnostics()];
  if (finding) {
    throw new Error(
      `has a type error at character ${finding.from + 1}: ${finding.message}`,
    );
  }
  if (type !== 'vector' && type !== 'scalar') {
    const kind = type === 'matrix' ? 'range vector' : type;
    throw new Error(
      `is a ${kind}, which cannot be drawn over time; a chart takes an instant vector or a scalar`,
    );
  }
}

// What Prometheus refuses and its grammar for editors lets pass: there a range may stand behind anything.
function misplacedRanges(tree: Tree): { from: number; message: string }[] {
  const found: { from: number; message: string }[] = [];
  tree.iterate({
    enter: ({ name, node }) => {
      const ranged = node.firstChild;
      if (name === 'MatrixSelector' && ranged?.name !== 'VectorSelector') {
        found.push({
          from: node.from,
          message: 'a range like [5m] can stand behind a selector only',
        });
      }
      if (name === 'SubqueryExpr' && ranged?.name === 'BinaryExpr') {
        found.push({
          from: node.from,
          message: 'a subquery of a combination takes parentheses around it',
        });
      }
    },
  });
  return found;
}
