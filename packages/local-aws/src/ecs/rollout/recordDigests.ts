import type { Service, Task } from '../model';

/** Writes the digests that the first tasks of a revision pulled into the revision, as ECS resolves tags once per revision. */
export function recordDigests(service: Service, tasks: Task[]): void {
  for (const deployment of service.deployments) {
    const revision = service.revisions.find(
      ({ arn }) => arn === deployment.revisionArn,
    );
    for (const image of revision?.containerImages ?? []) {
      image.imageDigest ??= tasks
        .filter(task => task.startedBy === deployment.id)
        .flatMap(task => task.containers)
        .find(({ name }) => name === image.containerName)?.imageDigest;
    }
  }
}
