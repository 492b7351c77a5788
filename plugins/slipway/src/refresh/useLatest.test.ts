import { act, renderHook, waitFor } from '@testing-library/react';
import { type RequestOptions } from '../api';
import { useLatest } from './useLatest';

describe('useLatest', () => {
  it('keeps the value when a later load fails, and drops the error when one succeeds', async () => {
    const load = jest
      .fn()
      .mockResolvedValueOnce(1)
      .mockRejectedValueOnce(new Error('away'))
      .mockResolvedValueOnce(2);
    const { result } = renderHook(() => useLatest(load));
    expect(result.current).toMatchObject({});

    await waitFor(() => expect(result.current.value).toBe(1));
    await act(async () => result.current.refresh());
    expect(result.current).toMatchObject({
      value: 1,
      error: new Error('away'),
    });
    await act(async () => result.current.refresh());
    expect(result.current.value).toBe(2);
    expect(result.current.error).toBeUndefined();
  });

  it('makes no second request while one is under way', async () => {
    const load = jest.fn(() => new Promise<number>(() => {}));
    const { result } = renderHook(() => useLatest(load));
    await act(async () => result.current.refresh());
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('gives up the request of what it no longer shows', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const never = ({ signal }: RequestOptions) => {
      signals.push(signal);
      return new Promise<string>(() => {});
    };
    const { result, rerender } = renderHook(({ load }) => useLatest(load), {
      initialProps: { load: never },
    });
    rerender({ load: async () => 'other' });
    expect(signals[0]?.aborted).toBe(true);
    await waitFor(() => expect(result.current.value).toBe('other'));
  });
});
