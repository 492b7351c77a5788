const LENGTH = 8;

/** The beginning of a task's id: enough to tell the tasks of a service apart, and to look for one. */
export function shortId(taskId: string): string {
  return taskId.slice(0, LENGTH);
}
