import { readFileSync } from 'node:fs';
import { type WireAnswer } from './keepAnswers';
import { recordedFile } from './RecordedEcs';

/** What AWS answered a role that may not make a call, by IAM action. */
export type Denials = Record<string, WireAnswer>;

/** The same, by what denies it. */
export interface RecordedDenials {
  /** No policy of the role allows it. */
  lacking: Denials;
  /** A policy of the role denies it. */
  denied: Denials;
  /** The permissions boundary of the role does not reach that far. */
  bounded: Denials;
}

export function readDenials(): RecordedDenials {
  return JSON.parse(readFileSync(recordedFile('denied-list'), 'utf8'));
}
