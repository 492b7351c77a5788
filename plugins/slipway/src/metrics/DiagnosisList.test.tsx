import { screen, within } from '@testing-library/react';
import { type MetricsDiagnosis } from '@slipway/plugin-slipway-common';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { DiagnosisList } from './DiagnosisList';

const diagnosis: MetricsDiagnosis = {
  cause: 'registry-missing',
  message: 'The registry is missing',
  fix: 'Add it',
  files: [],
};

describe('DiagnosisList', () => {
  const render = async (...diagnoses: MetricsDiagnosis[]) => {
    await renderWithBackend(<DiagnosisList diagnoses={diagnoses} />);
    return screen.getAllByRole('listitem').map(item =>
      within(item)
        .getAllByRole('link')
        .map(link => link.getAttribute('href')),
    );
  };

  it('leads to the files in which a cause is mended', async () => {
    const files = ['pom.xml', 'src/main/resources/application.yaml'];
    expect(await render({ ...diagnosis, files })).toEqual([
      [
        'https://github.com/example/orders/tree/main/pom.xml',
        'https://github.com/example/orders/tree/main/src/main/resources/application.yaml',
      ],
    ]);
    expect(screen.getByText('The registry is missing.')).toBeVisible();
    expect(screen.getByText('Add it.')).toBeVisible();
  });

  it('leads to what Prometheus scrapes, and to the repository where nothing more is known', async () => {
    expect(
      await render(
        { ...diagnosis, scrapeConfigUrl: 'https://git.example/scrape.yml' },
        { ...diagnosis, cause: 'endpoint-guarded' },
      ),
    ).toEqual([
      ['https://git.example/scrape.yml'],
      ['https://github.com/example/orders/tree/main/'],
    ]);
  });
});
