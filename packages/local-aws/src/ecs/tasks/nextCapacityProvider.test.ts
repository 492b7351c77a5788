import { nextCapacityProvider } from './nextCapacityProvider';

const strategy = [
  { capacityProvider: 'FARGATE', base: 1, weight: 1 },
  { capacityProvider: 'FARGATE_SPOT', weight: 3 },
];

function place(count: number, of: typeof strategy | undefined = strategy) {
  const placed: (string | undefined)[] = [];
  for (let tasks = 0; tasks < count; tasks += 1) {
    placed.push(nextCapacityProvider(of, placed));
  }
  return placed;
}

describe('nextCapacityProvider', () => {
  it('serves the base first, then by weight', () => {
    const placed = place(9);
    expect(placed[0]).toBe('FARGATE');
    expect(placed.filter(name => name === 'FARGATE')).toHaveLength(3);
    expect(placed.filter(name => name === 'FARGATE_SPOT')).toHaveLength(6);
  });

  it('takes what there is where only one may be used', () => {
    expect(place(3, [strategy[1]])).toEqual(Array(3).fill('FARGATE_SPOT'));
  });

  it('names none for a launch type', () => {
    expect(nextCapacityProvider(undefined, [])).toBeUndefined();
  });
});
