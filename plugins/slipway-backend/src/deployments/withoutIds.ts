const IDS: readonly RegExp[] = [
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi,
  // Tasks, containers; a digest says which image it was and stays.
  /(?<!sha256:)\b[0-9a-f]{32,64}\b/gi,
  /(?<=ecs-svc\/)\d+/g,
  /(?<=\b(?:eni|i|subnet)-)[0-9a-f]{8,17}\b/g,
  /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g,
];

/** A text of ECS with what differs from task to task (ids, addresses) as `…`, so that the same cause reads the same. */
export function withoutIds(text: string): string {
  return IDS.reduce((rest, id) => rest.replace(id, '…'), text);
}
