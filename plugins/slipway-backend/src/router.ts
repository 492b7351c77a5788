import {
  type AuditorService,
  type BackstageCredentials,
  type HttpAuthService,
  type PermissionsService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { type BasicPermission } from '@backstage/plugin-permission-common';
import {
  deploymentsReadPermission,
  driftCheckPermission,
  environmentNameSchema,
  environmentReadPermission,
  facetNameSchema,
  facetPermissions,
  metricsRangeSchema,
  metricsReadPermission,
  scansReadPermission,
  stateReadPermission,
  stateVersionIdSchema,
  type FacetName,
  type Problem,
  type ServicePlacement,
} from '@slipway/plugin-slipway-common';
import express, { type Request, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { audited } from './audited';
import { authorize, isAllowed } from './authorize';
import { type DriftCheckQueue } from './drift';
import { type EnvironmentsReader } from './environments';
import { composeOverview, type ServiceFacets } from './overview';
import { ProblemError } from './problems';
import {
  noState,
  requireEnvironment,
  type ServiceDirectory,
  type ServiceKey,
  serviceKeyOf,
  type StackServiceKey,
} from './services';
import { type StateVersionList } from './state';

/** What the routes need. */
export interface RouterOptions {
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  auditor: AuditorService;
  directory: ServiceDirectory;
  environments: EnvironmentsReader;
  facets: ServiceFacets;
  driftChecks: DriftCheckQueue;
  stateVersions: StateVersionList;
}

const entitySchema = z.object({
  namespace: z.string().min(1).max(63),
  kind: z.string().min(1).max(63),
  name: z.string().min(1).max(63),
});
const placeSchema = entitySchema.extend({ environment: environmentNameSchema });
const versionsQuerySchema = z.object({
  start: stateVersionIdSchema.optional(),
});
const differenceQuerySchema = z.object({
  from: stateVersionIdSchema,
  to: stateVersionIdSchema,
});
const facetSchema = z.object({ facet: facetNameSchema });

const metricsQuerySchema = z.object({ range: metricsRangeSchema });

const findingsQuerySchema = z.object({
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be a digest'),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
});

const ENTITY = '/entities/:namespace/:kind/:name';
const ENVIRONMENT = `${ENTITY}/environments/:environment`;

/**
 * The routes of the read side. Each parses, finds the entity with the caller's credentials, authorizes and then asks once.
 */
export function createRouter(options: RouterOptions): Router {
  const { httpAuth, permissions, auditor, directory, facets } = options;
  const router = PromiseRouter();
  router.use(express.json());
  router.use((_request, response, next) => {
    // What the server dated is told by its age; a page of another origin has to be allowed to see the server's clock.
    response.append('Access-Control-Expose-Headers', 'Date');
    next();
  });

  const credentialsOf = (request: Request) =>
    httpAuth.credentials(request, { allow: ['user', 'service'] });

  /** The service in an environment that a caller with the permission asks about. */
  const serviceKey = async (request: Request, permission: BasicPermission) => {
    const credentials = await credentialsOf(request);
    const { environment, ...ref } = parse(placeSchema, request.params);
    const placement = await directory.place(ref, credentials);
    requireEnvironment(placement, environment);
    await authorize(permissions, { permission, credentials });
    return serviceKeyOf(placement, environment);
  };

  router.get('/environments', async (request, response) => {
    const credentials = await credentialsOf(request);
    await authorize(permissions, {
      permission: environmentReadPermission,
      credentials,
    });
    response.json({ environments: await options.environments.list() });
  });

  router.get(ENTITY, async (request, response) => {
    const credentials = await credentialsOf(request);
    const ref = parse(entitySchema, request.params);
    const placement = await directory.place(ref, credentials);
    const { entityRef, stack, environments } = placement;
    response.json({
      entityRef,
      stack,
      environments,
    } satisfies ServicePlacement);
  });

  router.get(`${ENTITY}/overview`, async (request, response) => {
    const credentials = await credentialsOf(request);
    const ref = parse(entitySchema, request.params);
    const placement = await directory.place(ref, credentials);
    const allowed = await allowedFacets(permissions, credentials);
    const { entityRef, stack } = placement;
    const read = () => composeOverview({ placement, facets, allowed });
    response.json(
      allowed.has('state')
        ? await audited(auditor, {
            eventId: 'state-read',
            severityLevel: 'low',
            request,
            meta: { entityRef, stack },
            run: read,
          })
        : await read(),
    );
  });

  router.get(`${ENVIRONMENT}/facets/:facet`, async (request, response) => {
    const { facet } = parse(facetSchema, request.params);
    const key = await serviceKey(request, facetPermissions[facet]);
    const read = () => facets.facet(key, facet);
    response.json(
      facet === 'state'
        ? await audited(auditor, {
            eventId: 'state-read',
            severityLevel: 'low',
            request,
            meta: key,
            run: read,
          })
        : await read(),
    );
  });

  router.get(`${ENVIRONMENT}/metrics`, async (request, response) => {
    const { range } = parse(metricsQuerySchema, request.query);
    const key = await serviceKey(request, metricsReadPermission);
    response.json(await facets.metricsHistory(key, range));
  });

  router.get(`${ENVIRONMENT}/state/versions`, async (request, response) => {
    const key = await serviceKey(request, stateReadPermission);
    const { start } = parse(versionsQuerySchema, request.query);
    response.json(
      await audited(auditor, {
        eventId: 'state-versions-read',
        severityLevel: 'low',
        request,
        meta: key,
        run: () =>
          answered(() => options.stateVersions.page(requireStack(key), start)),
      }),
    );
  });

  router.get(`${ENVIRONMENT}/state/difference`, async (request, response) => {
    const key = await serviceKey(request, stateReadPermission);
    const { from, to } = parse(differenceQuerySchema, request.query);
    response.json(
      await audited(auditor, {
        eventId: 'state-difference-read',
        severityLevel: 'low',
        request,
        meta: { ...key, from, to },
        run: () =>
          answered(() =>
            options.stateVersions.difference(requireStack(key), { from, to }),
          ),
      }),
    );
  });

  router.get(
    `${ENVIRONMENT}/deployments/details`,
    async (request, response) => {
      const key = await serviceKey(request, deploymentsReadPermission);
      response.json(await facets.deploymentsDetails(key));
    },
  );

  router.get(`${ENVIRONMENT}/scans/details`, async (request, response) => {
    response.json(
      await facets.scanDetails(await serviceKey(request, scansReadPermission)),
    );
  });

  router.get(`${ENVIRONMENT}/scans/findings`, async (request, response) => {
    const page = parse(findingsQuerySchema, request.query);
    response.json(
      await facets.scanFindings(
        await serviceKey(request, scansReadPermission),
        page,
      ),
    );
  });

  router.post(`${ENVIRONMENT}/drift-checks`, async (request, response) => {
    const key = await serviceKey(request, driftCheckPermission);
    const status = await audited(auditor, {
      eventId: 'drift-check',
      severityLevel: 'medium',
      request,
      meta: key,
      run: async () => {
        const stackKey = await facets.requireBound(key);
        return options.driftChecks.request(stackKey);
      },
    });
    response.status(202).json({ status });
  });

  return router;
}

function parse<T>(schema: z.ZodType<T>, parameters: unknown): T {
  const parsed = schema.safeParse(parameters);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(
      `The request is wrong at ${issue?.path.join('.')}: ${issue?.message}`,
    );
  }
  return parsed.data;
}

// Only a stack has versions of a state.
function requireStack(key: ServiceKey): StackServiceKey {
  if (key.stack === undefined) {
    throw new ProblemError(noState(key));
  }
  return key;
}

/** What a source outside of the portal did not answer is a problem with a remedy, as in a facet. */
async function answered<T>(
  read: () => Promise<T>,
): Promise<{ data: T } | { problem: Problem }> {
  try {
    return { data: await read() };
  } catch (error) {
    if (error instanceof ProblemError) {
      return { problem: error.problem };
    }
    throw error;
  }
}

async function allowedFacets(
  permissions: PermissionsService,
  credentials: BackstageCredentials,
): Promise<Set<FacetName>> {
  const decisions = await Promise.all(
    facetNameSchema.options.map(async name => ({
      name,
      allowed: await isAllowed(permissions, {
        permission: facetPermissions[name],
        credentials,
      }),
    })),
  );
  return new Set(
    decisions.filter(({ allowed }) => allowed).map(({ name }) => name),
  );
}
