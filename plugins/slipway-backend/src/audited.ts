import {
  type AuditorService,
  type AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { type Request } from 'express';

/** Options of {@link audited}. */
export interface AuditedOptions<T> {
  /** In kebab case, without the plugin's id. */
  eventId: string;
  severityLevel: 'low' | 'medium';
  request: Request;
  meta: AuditorServiceCreateEventOptions['meta'];
  run: () => Promise<T>;
}

/** Runs something and leaves an audit event of how it ended. */
export async function audited<T>(
  auditor: AuditorService,
  options: AuditedOptions<T>,
): Promise<T> {
  const { eventId, severityLevel, request, meta, run } = options;
  const event = await auditor.createEvent({
    eventId,
    severityLevel,
    request,
    meta,
  });
  try {
    const result = await run();
    await event.success();
    return result;
  } catch (error) {
    await event.fail({ error: error as Error });
    throw error;
  }
}
