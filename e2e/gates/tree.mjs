// The product's hand-written sources as the gates read them.
import fs from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..', '..');

const rooms = ['contract', 'backend/src', 'frontend/src'];
const skipped = new Set(['node_modules', 'dist']);

/** Every TypeScript source: path from the root -> text. Tests and their fixtures are not product and are left out. */
export function readTree() {
  const tree = new Map();
  for (const room of rooms) {
    for (const file of listFiles(room)) tree.set(file, fs.readFileSync(path.join(root, file), 'utf8'));
  }
  return tree;
}

function listFiles(folder) {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : listFiles(file);
    return /\.tsx?$/u.test(entry.name) && !/\.(test|fixture|d)\.tsx?$/u.test(entry.name) ? [file] : [];
  });
}

/** The text without comments, so that prose may name what code may not. Line breaks stay: lines keep their numbers. */
export function withoutComments(text) {
  const pattern = /(['"`])(?:\\.|(?!\1)[^\\])*\1|\/\*[\s\S]*?\*\/|\/\/[^\n]*/gu;
  return text.replace(pattern, (found) => (found.startsWith('/') ? found.replace(/[^\n]/gu, ' ') : found));
}

/** Lines that say something: neither blank nor comment. */
export const countLines = (text) =>
  withoutComments(text)
    .split('\n')
    .filter((line) => line.trim() !== '').length;

/** `file:line` of an offset. */
export const placeOf = (file, text, offset) => `${file}:${text.slice(0, offset).split('\n').length}`;
