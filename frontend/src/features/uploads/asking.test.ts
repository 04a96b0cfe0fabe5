import { beforeEach, expect, test, vi } from 'vitest';
import { asked, askForPhotos, askOnly } from './asking.ts';

const aFile = (name: string) => new File(['picture'], name);
beforeEach(() => asked.set(undefined));

test('more files for a question that is open leave whoever asked it waiting for the answer', () => {
  const onAnswered = vi.fn();
  askForPhotos({ files: [aFile('handed over')], onAnswered });
  askForPhotos({ files: [aFile('dropped')] });
  expect(asked.get()?.onAnswered).toBe(onAnswered);
  expect(asked.get()?.files?.map(({ name }) => name)).toEqual(['dropped']);
});

test('what one person had chosen is not shown to the next one on the same page, and is there again for the first', () => {
  askOnly('alice');
  askForPhotos({ files: [aFile('private')] });
  askOnly('alice');
  expect(asked.get()?.files).toHaveLength(1);
  askOnly('bob');
  expect(asked.get()).toBeUndefined();
});
