import {
  DescribeServiceRevisionsCommand,
  type ServiceRevision,
} from '@aws-sdk/client-ecs';
import { type LoggerService } from '@backstage/backend-plugin-api';
import { type Answer, AnswerCache } from '../cache';
import { callAws } from '../problems';
import { ArnLoader, type DescribedKey } from './ArnLoader';
import { ecsFailure } from './readTasks';
import { type EcsCalls } from './ServiceLoader';

const ACTION = 'ecs:DescribeServiceRevisions';
const SUBJECT = 'a revision of the ECS service';
const REVISIONS_PER_CALL = 20;
const RESOLVED_MS = 24 * 3_600_000;
const UNRESOLVED_MS = 8_000;

/** Reads service revisions, twenty in a call. A revision never changes, once its first task has resolved the digests. */
export class RevisionReader {
  readonly #calls: EcsCalls;
  readonly #cache: AnswerCache<DescribedKey, ServiceRevision>;

  constructor(calls: EcsCalls, logger: LoggerService) {
    this.#calls = calls;
    const loader = new ArnLoader({
      calls,
      action: ACTION,
      perCall: REVISIONS_PER_CALL,
      describe: (environment, arns) => this.#describe(environment, arns),
    });
    this.#cache = AnswerCache.create<DescribedKey, ServiceRevision>({
      subject: SUBJECT,
      keyOf: ({ environment, arn }) => `${environment}/${arn}`,
      load: key => loader.load(key),
      ttl: revision => (isResolved(revision) ? RESOLVED_MS : UNRESOLVED_MS),
      max: 5_000,
      logger,
    });
  }

  async read(key: DescribedKey): Promise<Answer<ServiceRevision>> {
    return this.#cache.get(key);
  }

  async #describe(
    environment: string,
    arns: readonly string[],
  ): Promise<(ServiceRevision | Error)[]> {
    const answer = await callAws(
      { action: ACTION, subject: SUBJECT, environment },
      () =>
        this.#calls.clientOf(environment).send(
          new DescribeServiceRevisionsCommand({
            serviceRevisionArns: [...arns],
          }),
        ),
    );
    return arns.map(
      arn =>
        answer.serviceRevisions?.find(
          revision => revision.serviceRevisionArn === arn,
        ) ??
        ecsFailure(
          answer.failures?.find(failure => failure.arn === arn)?.reason ??
            'MISSING',
          SUBJECT,
          environment,
        ),
    );
  }
}

function isResolved({ containerImages = [] }: ServiceRevision): boolean {
  return (
    containerImages.length > 0 &&
    containerImages.every(({ imageDigest }) => imageDigest)
  );
}
