import {
  ContinueServiceDeploymentCommand,
  type DeploymentLifecycleHookAction,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  type ServiceDeployment,
} from '@aws-sdk/client-ecs';
import { ConflictError, isError } from '@backstage/errors';
import {
  judgeUnread,
  placeOfImage,
  type RolloutOverride,
  type Stack,
} from '@slipway/plugin-slipway-common';
import { type ActionRun } from '../access';
import { type EnvironmentAccess } from '../environments';
import { judgeRegistryImage, type JudgedImage } from '../images';
import { declaredServices, type DeclaredService } from './declaredServices';
import {
  findWaitingHook,
  type ExpectedHook,
  type WaitingHook,
} from './findWaitingHook';

// As many as ECS describes in one call.
const NEWEST = 20;

/** Decides, as the stack user, what becomes of a rollout that waits at a hook. */
export class RolloutOperator {
  readonly #access: EnvironmentAccess;
  readonly #run: ActionRun;
  readonly #ecs: ECSClient;

  static create(options: {
    access: EnvironmentAccess;
    run: ActionRun;
  }): RolloutOperator {
    return new RolloutOperator(options);
  }

  private constructor(options: { access: EnvironmentAccess; run: ActionRun }) {
    this.#access = options.access;
    this.#run = options.run;
    this.#ecs = new ECSClient(
      options.access.credentials.clientOptions('stackUser'),
    );
  }

  /** The hook of a stack's rollouts that waits for a person first, or the expected one. */
  async findHook(stack: Stack, expected: ExpectedHook): Promise<WaitingHook> {
    const store = this.#access.store('stackUser');
    const deployments: ServiceDeployment[] = [];
    for (const service of await declaredServices(store, stack)) {
      deployments.push(...(await this.#readDeployments(service)));
    }
    const { hook, waiting } = findWaitingHook(
      deployments,
      new Date(),
      expected,
    );
    if (waiting > 1 && !expected.hook) {
      this.#run.logger.info(
        `${waiting} hooks wait. The one that waits first is decided, of ${hook.service} at ${hook.stage}; run this again for the next one`,
      );
    }
    return hook;
  }

  /** What the images of the revision that is rolled out are worth, after their scans have ended. */
  async judgeTarget(hook: WaitingHook): Promise<JudgedImage[]> {
    const images = await this.#targetImages(hook);
    const judged: JudgedImage[] = [];
    for (const { image, digest } of images) {
      judged.push({ image, judgement: await this.#judge(image, digest) });
    }
    return judged;
  }

  /** @throws ConflictError when the hook no longer waits. */
  async decide(
    hook: WaitingHook,
    action: DeploymentLifecycleHookAction,
  ): Promise<void> {
    try {
      await this.#ecs.send(
        new ContinueServiceDeploymentCommand({
          serviceDeploymentArn: hook.deploymentArn,
          hookId: hook.hookId,
          action,
        }),
        { abortSignal: this.#run.signal },
      );
    } catch (error) {
      if (isError(error) && error.name === 'InvalidParameterException') {
        throw new ConflictError(
          `Nothing was decided: the hook of ${hook.service} at ${hook.stage} waits no longer, because it expired or someone decided meanwhile`,
          error,
        );
      }
      throw error;
    }
  }

  /** Leaves beside the state who let a rollout continue against the policy, for the card. */
  async recordOverride(stack: Stack, override: RolloutOverride): Promise<void> {
    await this.#access.store('stackUser').writeOverride(stack, override);
  }

  close(): void {
    this.#ecs.destroy();
  }

  async #readDeployments(
    service: DeclaredService,
  ): Promise<ServiceDeployment[]> {
    const options = { abortSignal: this.#run.signal };
    const { serviceDeployments = [] } = await this.#ecs.send(
      new ListServiceDeploymentsCommand({
        cluster: service.cluster,
        service: service.name,
        maxResults: NEWEST,
      }),
      options,
    );
    if (serviceDeployments.length === 0) {
      return [];
    }
    const described = await this.#ecs.send(
      new DescribeServiceDeploymentsCommand({
        serviceDeploymentArns: serviceDeployments.flatMap(
          ({ serviceDeploymentArn }) => serviceDeploymentArn ?? [],
        ),
      }),
      options,
    );
    return described.serviceDeployments ?? [];
  }

  async #targetImages(
    hook: WaitingHook,
  ): Promise<{ image: string; digest?: string }[]> {
    const { service, targetRevisionArn } = hook;
    const { serviceRevisions = [] } = targetRevisionArn
      ? await this.#ecs.send(
          new DescribeServiceRevisionsCommand({
            serviceRevisionArns: [targetRevisionArn],
          }),
          { abortSignal: this.#run.signal },
        )
      : {};
    const images = serviceRevisions[0]?.containerImages ?? [];
    if (images.length === 0) {
      throw new ConflictError(
        `ECS does not tell which images the new revision of ${service} runs, so nothing vouches for them. Roll it back and release again`,
      );
    }
    const byDigest = new Map<string, { image: string; digest?: string }>();
    for (const { image = '', imageDigest: digest } of images) {
      byDigest.set(digest ?? image, { image, digest });
    }
    return [...byDigest.values()];
  }

  async #judge(image: string, resolved: string | undefined) {
    const { accountId, region, scans } = this.#access.environment;
    const place = placeOfImage(image, {
      accountId,
      region,
      allowed: scans.allowedRegistries,
    });
    const { ecr } = place;
    const digest = resolved ?? ecr?.digest;
    if (!ecr || !digest) {
      return judgeUnread(place);
    }
    return judgeRegistryImage(
      { registryId: ecr.registryId, repositoryName: ecr.repository, digest },
      { access: this.#access, run: this.#run },
    );
  }
}
