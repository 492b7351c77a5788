import {
  type BackstageCredentials,
  type LoggerService,
} from '@backstage/backend-plugin-api';

/** What Slipway uses of a scaffolder action's context, whatever its input. */
export type ActionRun = {
  logger: LoggerService;
  task: { id: string };
  user?: { ref?: string };
  signal?: AbortSignal;
  isDryRun?: boolean;
  getInitiatorCredentials(): Promise<BackstageCredentials>;
};
