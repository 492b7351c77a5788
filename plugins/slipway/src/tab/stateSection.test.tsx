import * as fixtures from '../__testUtils__/fixtures';
import { setUpTab } from '../__testUtils__/setUpTab';
import { factsIn, section } from '../__testUtils__/tabContent';

const { ago } = fixtures;

describe('State in the tab', () => {
  const tab = setUpTab();

  it('tells the facts of a sound state', async () => {
    await tab.render();
    expect(factsIn(section('State'))).toEqual({
      Soundness: 'sound',
      Serial: '7',
      Resources: '16',
      Terraform: '1.11.4',
      Size: '41.3 kB',
      Changed: '2 h ago',
      Lineage: '3f1c0c9e-5b7b-4f7e-8a55-0d6c1b0a9b11',
    });
  });

  it('tells what is wrong with a damaged state and who holds its lock', async () => {
    await tab.render({
      state: {
        verdict: 'failing',
        asOf: ago(5),
        data: {
          soundness: 'malformed',
          finding: {
            message: 'The state object is not JSON',
            remedy: 'Restore the version before it',
          },
          lock: {
            who: 'ada@laptop',
            operation: 'OperationTypeApply',
            since: ago(240),
            corrupt: true,
            remedy: 'force-unlock cannot free it',
          },
          lastGood: {
            id: 'v6',
            serial: 6,
            lineage: 'l',
            resourceCount: 16,
            size: 41_300,
            lastModified: ago(7_200),
          },
        },
      },
    });
    expect(
      section('State').getByText('The state object is not JSON'),
    ).toBeVisible();
    expect(
      section('State').getByText('Restore the version before it'),
    ).toBeVisible();
    expect(section('State').getByText(/force-unlock cannot/)).toBeVisible();
    const restore = section('State').getByRole('link', {
      name: /^Restore the last good version/,
    });
    expect(decodeURIComponent(restore.getAttribute('href') ?? '')).toContain(
      '"version":"v6"',
    );
    expect(factsIn(section('State'))).toEqual({
      Soundness: 'malformed',
      Serial: '6',
      Resources: '16',
      Size: '41.3 kB',
      Written: '2 h ago',
      Lineage: 'l',
      'Held by': 'ada@laptop',
      Operation: 'OperationTypeApply',
      Since: '4 min ago',
      Condition: 'corrupt',
    });
  });
});
