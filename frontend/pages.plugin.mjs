// A page's own files are known from its address: index.html begins to fetch them beside the app, and not after it.
import path from 'node:path';
import { FIRST_PAGES } from './first-texts.mjs';

const folder = path.join(import.meta.dirname, 'src/pages/');

/**
 * Which page stands at which address, by the first and the third part of the path (the second is an id), or by the name
 * that the server wrote into its `<meta name=page>`; others find their files when the app asks.
 */
const PAGES = {
  '': 'home-page',
  front: 'front-page',
  g: 'group-page',
  'g/people': 'group-people-page',
  'g/about': 'group-about-page',
  p: 'photo-page',
  invite: 'invite-page',
};

/** The plugin: writes the files of each of these pages, those that they import with them, into index.html; and which begin with few texts. */
export function pages() {
  return {
    name: 'pages',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle, chunk: entry }) {
        if (!bundle) return html;
        const there = new Set(entry ? filesOf(bundle, entry) : []);
        const files = Object.fromEntries(
          Object.entries(PAGES).map(([address, name]) => {
            const page = Object.values(bundle).find((one) => one.facadeModuleId === path.join(folder, `${name}.tsx`));
            return [address, page ? filesOf(bundle, page).filter((file) => !there.has(file)) : []];
          }),
        );
        const first = Object.keys(PAGES).filter((address) => FIRST_PAGES.includes(PAGES[address]));
        return html
          .replace('/* pages */ {}', JSON.stringify(files))
          .replace('/* first pages */ []', JSON.stringify(first));
      },
    },
  };
}

/** A chunk, what it imports, and the styles of them all; each once. */
function filesOf(bundle, chunk, found = new Set()) {
  if (found.has(`/${chunk.fileName}`)) return [];
  found.add(`/${chunk.fileName}`);
  for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(`/${style}`);
  for (const name of chunk.imports) if (bundle[name]?.type === 'chunk') filesOf(bundle, bundle[name], found);
  return [...found];
}
