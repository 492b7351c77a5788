/** The paths of all members that a value has, of the items of a list taken together: `services[].deployments[].id`. */
export function membersOf(value: unknown): string[] {
  return [...new Set(pathsOf(value, ''))].sort();
}

function pathsOf(value: unknown, path: string): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(item => pathsOf(item, `${path}[]`));
  }
  if (value === null || typeof value !== 'object' || value instanceof Date) {
    return [path];
  }
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .flatMap(([name, member]) =>
      pathsOf(member, path ? `${path}.${name}` : name),
    );
}
