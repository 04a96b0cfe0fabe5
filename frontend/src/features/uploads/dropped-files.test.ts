import { expect, test } from 'vitest';
import { findDropped } from './dropped-files.ts';

/** A file as its content, a folder as a map; `locked` cannot be read. */
type Tree = { readonly [name: string]: Tree | string };

const fileOf = (name: string, type: string) => new File(['x'], name, { type });

/** Hands out entries as Chromium does: a hundred at a time. */
function entryOf(name: string, node: Tree | string): object {
  if (typeof node === 'string') {
    return {
      isDirectory: false,
      name,
      file: (found: (file: File) => void, failed: (error: Error) => void) =>
        node === 'locked' ? failed(new Error('locked')) : found(fileOf(name, node)),
    };
  }
  const left = Object.entries(node);
  const readEntries = (found: (entries: object[]) => void) =>
    found(left.splice(0, 100).map(([below, inside]) => entryOf(below, inside)));
  return { isDirectory: true, name, createReader: () => ({ readEntries }) };
}

function dropped(tree: Tree) {
  const items = Object.entries(tree).map(([name, node]) => ({
    kind: 'file',
    webkitGetAsEntry: () => entryOf(name, node),
    getAsFile: () => (typeof node === 'string' ? fileOf(name, node) : null),
  }));
  const files = items.flatMap((item) => item.getAsFile() ?? []);
  return findDropped({ items, files } as unknown as DataTransfer);
}

test('pictures in folders come in their order, however deep; what is no picture is named', async () => {
  const { files, leftOut } = await dropped({
    'first.jpg': 'image/jpeg',
    lake: {
      'a.jpg': 'image/jpeg',
      deep: { deeper: { 'b.HEIC': '', 'notes.txt': 'text/plain' }, 'c.png': 'image/png' },
      '.DS_Store': '',
      'Thumbs.db': '',
      'drawing.svg': 'image/svg+xml',
      'd.jpg': 'locked',
    },
    'last.pdf': 'application/pdf',
  });
  expect(files.map(({ name }) => name)).toEqual(['first.jpg', 'a.jpg', 'b.HEIC', 'c.png', 'last.pdf']);
  expect(leftOut).toEqual(['notes.txt', 'drawing.svg', 'd.jpg']);
});

test('a folder of more files than the browser hands out at once is walked to its end', async () => {
  const many = Object.fromEntries(Array.from({ length: 250 }, (_none, i) => [`${i + 1000}.jpg`, 'image/jpeg']));
  const { files } = await dropped({ many });
  expect(files.map(({ name }) => name)).toEqual(Object.keys(many));
});

test('files alone are taken as they are, whatever they are', async () => {
  expect(await dropped({ 'a.txt': 'text/plain', 'b.jpg': 'image/jpeg' })).toMatchObject({
    files: [{ name: 'a.txt' }, { name: 'b.jpg' }],
    leftOut: [],
  });
});
