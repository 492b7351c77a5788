/** The IAM action that a text of AWS says was denied. */
export function deniedAction(text: string): string | undefined {
  return /not authorized to perform: ([a-zA-Z0-9-]+:[a-zA-Z]+)/.exec(text)?.[1];
}
