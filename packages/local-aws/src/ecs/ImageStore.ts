/** What an image of the local registry is on this machine: a command to run as a process. */
export interface LocalImage {
  /** `sha256:…` of the manifest that runs (of the platform's child when the reference names an index). */
  digest: string;
  /** Program and arguments, from the manifest annotation `dev.slipway.local.command`. */
  command: string[];
  workingDirectory?: string;
  environment?: Record<string, string>;
}

/** Where ECS pulls its images from. */
export interface ImageStore {
  /**
   * Finds an image by a full reference, `<registry>/<repository>@sha256:…` or `<registry>/<repository>:<tag>`.
   * Answers `undefined` when the registry does not hold it; throws when the image cannot be run here (for example
   * because its manifest names no command), with the reason as message.
   */
  resolve(imageReference: string): Promise<LocalImage | undefined>;
}
