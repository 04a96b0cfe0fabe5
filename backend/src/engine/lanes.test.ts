import { expect, test } from 'vitest';
import { Lanes } from './lanes.ts';

interface Item {
  readonly name: string;
  readonly keys: readonly string[];
}

/** Flights that end when the test says so. */
function controlled(answer: (name: string, size: number) => string) {
  const flights: { names: string[]; end: () => void }[] = [];
  const lanes = new Lanes<Item, string>(
    (item) => item.keys,
    (items) =>
      new Promise((resolve, reject) => {
        const names = items.map((item) => item.name);
        const end = () => {
          try {
            resolve(names.map((name) => answer(name, items.length)));
          } catch (error) {
            reject(error);
          }
        };
        flights.push({ names, end });
      }),
  );
  return { lanes, flights };
}

test('items that share no key fly at once, those that do fly as one when the first has landed', async () => {
  const { lanes, flights } = controlled((name) => `${name}!`);
  const answers = Promise.all([
    lanes.submit({ name: 'a', keys: ['x'] }),
    lanes.submit({ name: 'b', keys: ['y'] }),
    lanes.submit({ name: 'c', keys: ['z', 'x'] }),
    lanes.submit({ name: 'd', keys: ['x'] }),
  ]);
  expect(flights.map((flight) => flight.names)).toEqual([['a'], ['b']]);
  flights[0]!.end();
  await expect.poll(() => flights.length).toBe(3);
  expect(flights[2]!.names).toEqual(['c', 'd']);
  flights[1]!.end();
  flights[2]!.end();
  expect(await answers).toEqual(['a!', 'b!', 'c!', 'd!']);
});

test('when a batch fails, each of it flies singly and only the faulty one fails', async () => {
  const { lanes, flights } = controlled((name, size) => {
    if (size > 1 || name === 'bad') throw new Error('no');
    return name;
  });
  const items = ['first', 'good', 'bad', 'also good'].map((name) => lanes.submit({ name, keys: ['x'] }));
  const answers = Promise.allSettled(items);
  for (let i = 0; i < 5; i++) {
    await expect.poll(() => flights.length).toBe(i + 1);
    flights[i]!.end();
  }
  expect((await answers).map((one) => one.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
});

test('no more than 64 fly together, and nobody is left behind', async () => {
  const sizes: number[] = [];
  const lanes = new Lanes<number, number>(
    () => ['x'],
    async (items) => {
      sizes.push(items.length);
      await Promise.resolve();
      return items;
    },
  );
  const all = Array.from({ length: 150 }, (_, i) => i);
  expect(await Promise.all(all.map((i) => lanes.submit(i)))).toEqual(all);
  expect(sizes).toEqual([1, 64, 64, 21]);
});
