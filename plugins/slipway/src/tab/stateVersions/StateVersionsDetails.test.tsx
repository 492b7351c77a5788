import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/test-utils';
import { type StateVersionSummary } from '@slipway/plugin-slipway-common';
import { FakeBackend } from '../../__testUtils__/FakeBackend';
import * as fixtures from '../../__testUtils__/fixtures';
import { renderWithBackend } from '../../__testUtils__/renderWithBackend';
import { StateVersionsDetails } from './StateVersionsDetails';

const target = {
  entityRef: 'component:default/orders',
  stack: 'orders',
  environment: 'local',
};

function version(
  serial: number,
  more: Partial<StateVersionSummary> = {},
): StateVersionSummary {
  return {
    id: `v${serial}`,
    current: false,
    lastModified: fixtures.ago(3_600),
    size: 41_300,
    soundness: 'sound',
    serial,
    lineage: '3f1c0c9e-5b7b-4f7e-8a55-0d6c1b0a9b11',
    terraformVersion: '1.11.4',
    resourceCount: 16,
    writtenBy: 'ada@laptop',
    declaredBy: 'user:default/ada',
    ...more,
  };
}

const lost: StateVersionSummary = {
  id: 'v9',
  current: true,
  lastModified: fixtures.ago(60),
  size: 0,
  soundness: 'empty',
};

const difference = {
  data: {
    from: { id: 'v9', soundness: 'empty' as const },
    to: { id: 'v7', soundness: 'sound' as const, serial: 7 },
    resources: [
      {
        address: 'aws_ecs_service.main[0]',
        change: 'changed' as const,
        attributes: [
          {
            attribute: 'desired_count',
            before: '2',
            after: '5',
            masked: false,
          },
          { attribute: 'tags.team', masked: true },
        ],
      },
      {
        address: 'aws_iam_role.task',
        change: 'added' as const,
        attributes: [],
      },
    ],
    outputs: [{ name: 'url', change: 'changed' as const }],
    total: 900,
  },
};

describe('StateVersionsDetails', () => {
  const server = setupServer();
  registerMswTestHooks(server);
  let backend: FakeBackend;

  beforeEach(() => {
    backend = new FakeBackend();
    backend.versionPages = {
      '': {
        data: {
          versions: [lost, version(8)],
          total: 3,
          next: 'v7',
          complete: true,
        },
      },
      v7: { data: { versions: [version(7)], total: 3, complete: true } },
    };
    backend.difference = difference;
    server.use(...backend.handlers());
  });

  async function show(options: { denied?: string[] } = {}) {
    await renderWithBackend(<StateVersionsDetails target={target} />, options);
    await userEvent.click(
      screen.getByRole('button', { name: 'Show versions: state in local' }),
    );
    return screen.findByRole('table', { name: 'Versions of the state' });
  }

  const rowsOf = (table: HTMLElement) =>
    within(table)
      .getAllByRole('row')
      .slice(1)
      .map(row =>
        within(row)
          .getAllByRole('cell')
          .map(cell => cell.textContent),
      );

  it('reads nothing before somebody asks', async () => {
    await renderWithBackend(<StateVersionsDetails target={target} />);
    expect(backend.requests).toEqual([]);
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('lists what each version says, page by page', async () => {
    const table = await show();
    expect(rowsOf(table)[0].slice(1)).toEqual([
      '–',
      'empty',
      '–',
      '–',
      '0 B',
      '–',
      'unknown',
      'current',
    ]);
    expect(rowsOf(table)[1].slice(1)).toEqual([
      '8',
      'sound',
      '16',
      '1.11.4',
      '41.3 kB',
      '3f1c0c9e',
      'user:default/ada as ada@laptop',
      'Preview',
    ]);
    expect(screen.getByText('2 of 3 versions.')).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: /^Show older versions/ }),
    );
    expect(await screen.findByText('3 of 3 versions.')).toBeVisible();
    expect(rowsOf(table)).toHaveLength(3);
    expect(screen.queryByRole('button', { name: /older/ })).toBeNull();
  });

  it('shows what a restore would bring back, and leads to its template', async () => {
    const table = await show();
    await userEvent.click(
      within(table).getByRole('button', {
        name: /^What would it bring back: serial 8/,
      }),
    );
    const differences = await screen.findByRole('table', {
      name: 'Differences',
    });
    expect(backend.requests.at(-1)).toBe('difference v9 v8');
    expect(rowsOf(differences)).toEqual([
      ['aws_ecs_service.main[0]', 'changed', 'desired_count', '2', '5'],
      ['aws_ecs_service.main[0]', 'changed', 'tags.team', 'hidden', 'hidden'],
      ['aws_iam_role.task', 'added', 'the whole resource', '–', '–'],
      ['output.url', 'changed', 'the value', '–', '–'],
    ]);
    expect(screen.getByText(/A version is empty: it counts/)).toBeVisible();
    expect(
      screen.getByText('2 of 900 resources that differ are shown.'),
    ).toBeVisible();
    const link = screen.getByRole('link', {
      name: 'Restore this version: orders in local',
    });
    const url = new URL(link.getAttribute('href') ?? '', 'http://portal');
    expect(url.pathname).toBe(
      '/create/templates/default/slipway-restore-state',
    );
    expect(JSON.parse(url.searchParams.get('formData') ?? '')).toEqual({
      stack: 'orders',
      environment: 'local',
      kind: 'service',
      version: 'v8',
    });
  });

  it('compares any two versions without offering a restore', async () => {
    await show();
    await screen.findByRole('table', { name: 'Differences' });
    expect(backend.requests.at(-1)).toBe('difference v8 v9');
    expect(screen.queryByRole('link', { name: /^Restore/ })).toBeNull();
    fireEvent.change(screen.getByLabelText('with'), {
      target: { value: 'v8' },
    });
    expect(screen.getByText('It is the same version.')).toBeVisible();
  });

  it('leaves the restore out for who may not', async () => {
    const table = await show({ denied: ['slipway.state.restore'] });
    await userEvent.click(within(table).getByRole('button'));
    await screen.findByRole('table', { name: 'Differences' });
    expect(screen.queryByRole('link', { name: /^Restore/ })).toBeNull();
  });

  it('says why there are no versions, and can be asked again', async () => {
    backend.versionPages = { '': { problem: fixtures.unreachable } };
    await renderWithBackend(<StateVersionsDetails target={target} />);
    const button = screen.getByRole('button', { name: /^Show versions/ });
    await userEvent.click(button);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      fixtures.unreachable.message,
    );
    expect(button).toHaveAttribute('aria-disabled', 'false');
  });
});
