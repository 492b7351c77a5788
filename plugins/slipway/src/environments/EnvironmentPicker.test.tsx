import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/test-utils';
import { FakeBackend } from '../__testUtils__/FakeBackend';
import * as fixtures from '../__testUtils__/fixtures';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import {
  EnvironmentPicker,
  type EnvironmentPickerProps,
} from './EnvironmentPicker';

const unprovisioned = {
  ...fixtures.environment,
  name: 'prod',
  provisioned: { bootstrap: true, platform: false },
};

describe('EnvironmentPicker', () => {
  const server = setupServer();
  registerMswTestHooks(server);
  let backend: FakeBackend;
  const onChange = jest.fn();

  beforeEach(() => {
    onChange.mockReset();
    backend = new FakeBackend();
    backend.environments = [fixtures.environment, unprovisioned];
    server.use(...backend.handlers());
  });

  async function renderPicker(props: Partial<EnvironmentPickerProps> = {}) {
    // The form gives a field more than the field asks for.
    const given = {
      schema: { title: 'Environment', description: 'Where it runs' },
      uiSchema: {},
      idSchema: { $id: 'root_environment' },
      required: true,
      rawErrors: [],
      ...props,
      onChange,
    } as unknown as EnvironmentPickerProps;
    await renderWithBackend(<EnvironmentPicker {...given} />);
    const field = screen.getByRole('button', { name: /Environment/ });
    await waitFor(() =>
      expect(field).not.toHaveAttribute('aria-disabled', 'true'),
    );
    return field;
  }

  async function optionsOf(field: HTMLElement) {
    await userEvent.click(field);
    return screen.getAllByRole('option');
  }

  it('offers the configured environments', async () => {
    const options = await optionsOf(await renderPicker());
    expect(options.map(({ textContent }) => textContent)).toEqual([
      'local (eu-central-1, account 123456789012)',
      'prod (eu-central-1, account 123456789012)',
    ]);
    await userEvent.click(options[1]);
    expect(onChange).toHaveBeenCalledWith('prod');
    expect(screen.getByText('Where it runs')).toBeVisible();
  });

  it('keeps a service from an environment that cannot hold it', async () => {
    const field = await renderPicker({
      uiSchema: { 'ui:options': { provisionedOnly: true } },
    });
    const [local, prod] = await optionsOf(field);
    expect(local).not.toHaveAttribute('aria-disabled', 'true');
    expect(prod).toHaveAttribute('aria-disabled', 'true');
    expect(prod).toHaveTextContent('create the environment first');
  });

  it('shows what a link filled in', async () => {
    expect(await renderPicker({ formData: 'local' })).toHaveTextContent(
      'local (eu-central-1, account 123456789012)',
    );
  });

  it('says that a filled-in environment is not configured', async () => {
    await renderPicker({ formData: 'gone' });
    expect(
      await screen.findByText('The environment gone is not configured'),
    ).toBeVisible();
  });

  it('says so when none is configured', async () => {
    backend.environments = [];
    await renderPicker();
    expect(
      await screen.findByText(/No environment is configured/),
    ).toBeVisible();
  });

  it('says why there is nothing to offer', async () => {
    backend.failure = { status: 503, name: 'Error', message: 'restarting' };
    const given = { schema: {}, onChange } as unknown as EnvironmentPickerProps;
    await renderWithBackend(<EnvironmentPicker {...given} />);
    expect(await screen.findByText(/restarting/)).toBeVisible();
  });
});
