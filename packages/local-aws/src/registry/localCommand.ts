import { z } from 'zod';
import type { Manifest } from './manifest';

/**
 * Annotations by which a manifest of the local stack names the process that stands for its container.
 * A real image has layers instead; the emulator has no container engine.
 */
export const localAnnotations = {
  /** JSON array of words: the program and its arguments. */
  command: 'dev.slipway.local.command',
  /** Folder in which the program starts. */
  workingDirectory: 'dev.slipway.local.working-directory',
  /** JSON object of environment variables, as an image's `ENV`. */
  environment: 'dev.slipway.local.environment',
} as const;

const commandSchema = z.array(z.string()).min(1);
const environmentSchema = z.record(z.string(), z.string());

/** What a task of an image runs. */
export interface LocalCommand {
  command: string[];
  workingDirectory?: string;
  environment?: Record<string, string>;
}

/** Reads the annotations; `undefined` when the manifest names no command or names it wrongly. */
export function localCommandOf(manifest: Manifest): LocalCommand | undefined {
  const annotations = manifest.annotations ?? {};
  const command = commandSchema.safeParse(
    parseJson(annotations[localAnnotations.command]),
  );
  if (!command.success) {
    return undefined;
  }
  const environment = environmentSchema.safeParse(
    parseJson(annotations[localAnnotations.environment]),
  );
  return {
    command: command.data,
    workingDirectory: annotations[localAnnotations.workingDirectory],
    environment: environment.data,
  };
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
