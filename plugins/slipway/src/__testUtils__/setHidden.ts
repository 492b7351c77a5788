import { act } from '@testing-library/react';

/** Hides or shows the page, as switching the browser's tab does. */
export function setHidden(hidden: boolean) {
  jest.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
  act(() => {
    document.dispatchEvent(new Event('visibilitychange'));
  });
}
