import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/test-utils';
import {
  SCAN_STATUS_WORDS,
  scanStatusSchema,
} from '@slipway/plugin-slipway-common';
import { ScanStatusLabel } from './ScanStatusLabel';

describe('ScanStatusLabel', () => {
  it('has an icon of its own for every status, beside the words', async () => {
    await renderInTestApp(
      <ul>
        {scanStatusSchema.options.map(status => (
          <li key={status}>
            <ScanStatusLabel status={status} />
          </li>
        ))}
      </ul>,
    );
    const items = screen.getAllByRole('listitem');
    expect(items.map(({ textContent }) => textContent)).toEqual(
      scanStatusSchema.options.map(status => SCAN_STATUS_WORDS[status]),
    );
    const pictures = items.map(item => item.querySelector('svg')?.innerHTML);
    expect(new Set(pictures).size).toBe(items.length);
    expect(
      items.every(
        item =>
          item.querySelector('svg')?.getAttribute('aria-hidden') === 'true',
      ),
    ).toBe(true);
  });
});
