const FRAGMENTS = [
  'slipway-orders',
  '"',
  '\\',
  '\\"',
  '\n',
  "'",
  '`',
  '{',
  '}',
  '"} or up{ecs_service="slipway-other',
  '{__name__=~".+"}',
  '",ecs_service=~".*',
  '# comment',
  '[5m:1m]',
  ') or (',
  'é',
  '漢字',
  '\u2028',
  '\u0000',
];

/** Names that try to be more than a name within PromQL. */
export const HOSTILE_NAMES: readonly string[] = FRAGMENTS.flatMap(first =>
  FRAGMENTS.map(second => `${first}${second}`),
);
