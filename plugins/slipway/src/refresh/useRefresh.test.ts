import { renderHook } from '@testing-library/react';
import { setHidden } from '../__testUtils__/setHidden';
import { useRefresh } from './useRefresh';

describe('useRefresh', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('calls at the interval, and at a shorter one as soon as it is given', () => {
    const refresh = jest.fn();
    const { rerender } = renderHook(
      ({ everyMs }) => useRefresh(refresh, everyMs),
      { initialProps: { everyMs: 60_000 } },
    );
    jest.advanceTimersByTime(59_999);
    expect(refresh).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(refresh).toHaveBeenCalledTimes(1);

    rerender({ everyMs: 10_000 });
    jest.advanceTimersByTime(30_000);
    expect(refresh).toHaveBeenCalledTimes(4);
  });

  it('never calls without an interval', () => {
    const refresh = jest.fn();
    renderHook(() => useRefresh(refresh, undefined));
    jest.advanceTimersByTime(600_000);
    expect(refresh).not.toHaveBeenCalled();
  });

  it('waits while the page is hidden, and makes up for it once', () => {
    const refresh = jest.fn();
    renderHook(() => useRefresh(refresh, 10_000));
    setHidden(true);
    jest.advanceTimersByTime(300_000);
    expect(refresh).not.toHaveBeenCalled();

    setHidden(false);
    jest.advanceTimersByTime(0);
    expect(refresh).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(10_000);
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('stops with its component', () => {
    const refresh = jest.fn();
    const { unmount } = renderHook(() => useRefresh(refresh, 10_000));
    unmount();
    jest.advanceTimersByTime(60_000);
    expect(refresh).not.toHaveBeenCalled();
  });
});
