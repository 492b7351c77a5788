import { randomUUID } from 'node:crypto';
import type { Service } from '../model';

/** ECS keeps the newest hundred. */
const MAXIMUM_EVENTS = 100;

/** Writes an event of a service; `text` follows the service's name, as ECS words it. */
export function addEvent(service: Service, text: string, now: Date): void {
  write(service, `(service ${service.name}) ${text}`, now);
}

/** The same of the tasks of one deployment, which ECS calls a task set whoever rolls the service out. */
export function addTaskSetEvent(
  service: Service,
  taskSetId: string,
  { text, now }: { text: string; now: Date },
): void {
  write(
    service,
    `(service ${service.name}, taskSet ${taskSetId}) ${text}`,
    now,
  );
}

function write(service: Service, message: string, now: Date): void {
  service.events.unshift({ id: randomUUID(), createdAt: now, message });
  service.events.length = Math.min(service.events.length, MAXIMUM_EVENTS);
}

/** `(task 0123…)`, or `(task a) (task b)`. */
export function taskList(taskIds: string[]): string {
  return taskIds.map(id => `(task ${id})`).join(' ');
}
