import { z } from 'zod';
import { AccessHandler } from './access';
import { InternalClient } from './client/InternalClient';
import { Ecs } from './ecs/Ecs';
import { EcsHandler } from './ecs/EcsHandler';
import type { ImageStore } from './ecs/ImageStore';
import { ScalableTargetHandler } from './ecs/ScalableTargetHandler';
import { BucketHandler } from './faults/BucketHandler';
import { FaultHandler } from './faults/FaultHandler';
import { BucketLifecycles, BucketPolicies, UserBoundaries } from './gaps';
import type { AdminRoutes } from './proxy/AdminRoutes';
import type { Handler } from './proxy/Handler';
import { MotoForwarder } from './proxy/MotoForwarder';
import { RdsHandler } from './rds';
import { Registry, RegistryHandler } from './registry';
import { TargetHealthHandler } from './targetHealth/TargetHealthHandler';

const instancesSchema = z
  .object({ cluster: z.string(), count: z.number().int().min(0) })
  .strict();
const interruptionSchema = z
  .object({ service: z.string().optional(), task: z.string().optional() })
  .strict();

/** What the handlers are made from. */
export interface HandlerContext {
  accountId: string;
  /** Where a handler registers its `/_local/…` endpoints. */
  admin: AdminRoutes;
  /** Whether the policies of IAM decide what a caller may do. */
  enforceAccess: boolean;
  /** An existing folder for files and process logs. */
  dataDirectory: string;
  /** Replaces the registry, for tests. */
  imageStore?: ImageStore;
  /** Base URL of moto, for handlers that ask it themselves (no proxy in between, no access check). */
  motoUrl: string;
}

/** The chain in its order, and the way to end what its handlers started. */
export interface RunningHandlers {
  chain: Handler[];
  stop(): Promise<void>;
}

/** Puts the chain together: counts and faults first, moto last. The only place that knows every handler. */
export async function createHandlers(
  context: HandlerContext,
): Promise<RunningHandlers> {
  const { accountId, admin, dataDirectory, motoUrl } = context;
  const forwarder = MotoForwarder.create({ motoUrl });
  const moto = InternalClient.create({ handlers: [forwarder] });
  const registry = Registry.create();
  const ecs = Ecs.create({
    accountId,
    dataDirectory,
    imageStore: context.imageStore ?? registry,
    client: moto,
  });
  admin.on('GET', 'ecs/tasks', () => ecs.listeners());
  admin.on('POST', 'ecs/spot-interruptions', body => ({
    tasks: ecs.interruptSpot(interruptionSchema.parse(body ?? {})),
  }));
  admin.on('PUT', 'ecs/instances', body => {
    ecs.setInstances(instancesSchema.parse(body));
  });
  const rds = RdsHandler.create({ client: moto });
  const services: Handler[] = [
    UserBoundaries.create(),
    BucketLifecycles.create(),
    BucketPolicies.create({ client: moto }),
    RegistryHandler.create({ accountId, admin, registry, client: moto }),
    rds,
    EcsHandler.create({ accountId, ecs }),
    ScalableTargetHandler.create({
      client: moto,
      storeOf: region => ecs.storeOf(region),
    }),
    TargetHealthHandler.create({ targetsOf: arn => ecs.targetsOf(arn) }),
    forwarder,
  ];
  const client = InternalClient.create({ handlers: services });
  return {
    chain: [
      FaultHandler.create({ admin }),
      BucketHandler.create({ admin }),
      ...(context.enforceAccess
        ? [AccessHandler.create({ accountId, client })]
        : []),
      ...services,
    ],
    async stop() {
      await ecs.stop();
      await rds.stop();
      forwarder.stop();
    },
  };
}
