// The grammar's names of what a query may be made of. A list of what is allowed, so that what a later Prometheus adds is
// refused until someone has looked at it: `info()` reads series that no selector names, experimental syntax changes its
// meaning between versions.
const STRUCTURE = `
  PromQL ParenExpr BinaryExpr UnaryExpr UnaryOp StepInvariantExpr OffsetExpr OffsetDurationExpr SubqueryExpr
  VectorSelector MatrixSelector Identifier LabelMatchers UnquotedLabelMatcher QuotedLabelMatcher QuotedLabelName LabelName
  MatchOp EqlSingle EqlRegex NeqRegex Neq StringLiteral NumberDurationLiteral NumberDurationLiteralInDurationContext
  DurationExpr Offset At AtModifierPreprocessors AtStart AtEnd LineComment MetricName`;
const OPERATORS = `
  Add Sub Mul Div Mod Pow Atan2 Eql Gte Gtr Lte Lss And Or Unless Bool BoolModifier
  MatchingModifierClause On Ignoring GroupLeft GroupRight GroupingLabels`;
const AGGREGATIONS = `
  AggregateExpr AggregateOp AggregateModifier By Without
  Avg Bottomk Count CountValues Group Max Min Quantile Stddev Stdvar Sum Topk`;
const FUNCTIONS = `
  FunctionCall FunctionCallBody FunctionIdentifier
  Abs Absent AbsentOverTime AvgOverTime Ceil Changes Clamp ClampMax ClampMin CountOverTime DayOfMonth DayOfWeek DayOfYear
  DaysInMonth Delta Deriv Exp Floor HistogramAvg HistogramCount HistogramFraction HistogramQuantile HistogramStdDev
  HistogramStdVar HistogramSum Hour Idelta Increase Irate LabelJoin LabelReplace LastOverTime Ln Log10 Log2 MaxOverTime
  MinOverTime Minute Month Pi PredictLinear PresentOverTime QuantileOverTime Rate Resets Round Scalar Sgn Sort SortDesc Sqrt
  StddevOverTime StdvarOverTime SumOverTime Time Timestamp Vector Year
  Acos Acosh Asin Asinh Atan Atanh Cos Cosh Deg Rad Sin Sinh Tan Tanh`;

const BINDABLE: ReadonlySet<string> = new Set(
  [STRUCTURE, OPERATORS, AGGREGATIONS, FUNCTIONS].flatMap(names =>
    names.trim().split(/\s+/),
  ),
);

/** Whether a query may have a node of this kind. */
export function isBindable(name: string): boolean {
  return BINDABLE.has(name);
}
