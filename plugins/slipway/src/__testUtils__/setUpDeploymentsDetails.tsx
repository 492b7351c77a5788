import { screen, waitFor } from '@testing-library/react';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/test-utils';
import {
  type DeployedServiceDetails,
  type Deployments,
  type Rollout,
  type Scans,
} from '@slipway/plugin-slipway-common';
import { useDeploymentsDetails } from '../deployments';
import { DeploymentsDetails } from '../tab/DeploymentsDetails';
import { FakeBackend } from './FakeBackend';
import * as fixtures from './fixtures';
import { renderWithBackend } from './renderWithBackend';
import { setHidden } from './setHidden';

export const target = {
  entityRef: 'component:default/orders',
  stack: 'orders',
  environment: 'local',
};

/** What a test says of the last rollout beyond the details. */
export interface DetailsOptions {
  rollout?: Partial<Rollout>;
  scans?: Scans;
  /** Names of permissions that the user lacks. */
  denied?: string[];
}

/** The details of deployments against a backend whose answers each test sets. */
export interface TestDeploymentsDetails {
  /** A new one for each test. */
  readonly backend: FakeBackend;
  /** Renders the details of one service, and waits until nothing loads any more. */
  render(
    details?: Partial<DeployedServiceDetails>,
    options?: DetailsOptions,
  ): Promise<void>;
  /** Renders without waiting for an answer. */
  renderOnly(options?: DetailsOptions): Promise<void>;
}

const Details = (props: { data: Deployments; scans?: Scans }) => (
  <DeploymentsDetails
    data={props.data}
    loaded={useDeploymentsDetails(target, props.data)}
    target={target}
    scans={props.scans}
  />
);

/** Sets the details of deployments up for the tests of a `describe`, at the moment of the fixtures and with time in the test's hand. */
export function setUpDeploymentsDetails(): TestDeploymentsDetails {
  const server = setupServer();
  registerMswTestHooks(server);
  let backend: FakeBackend;

  beforeEach(() => {
    jest.useFakeTimers({
      now: Date.parse(fixtures.NOW),
      doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'],
    });
    backend = new FakeBackend();
    server.use(...backend.handlers());
  });
  afterEach(() => {
    setHidden(false);
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  async function renderOnly(options: DetailsOptions = {}) {
    const { deployedService } = fixtures;
    const service = {
      ...deployedService,
      rollout: { ...deployedService.rollout, ...options.rollout },
    };
    await renderWithBackend(
      <Details data={{ services: [service] }} scans={options.scans} />,
      { denied: options.denied },
    );
  }

  return {
    get backend() {
      return backend;
    },
    renderOnly,
    async render(details = {}, options = {}) {
      backend.details = {
        services: [{ ...fixtures.serviceDetails, ...details }],
      };
      await renderOnly(options);
      await waitFor(() =>
        expect(screen.queryByLabelText(/are loading/)).toBeNull(),
      );
    },
  };
}
