// Every text is a message: extracted into the English catalogue, said in every language with the same arguments, and
// none of the words for people stands outside.
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../paths.mjs';
import { catalogues, extract, findUnsorted, languages, verify } from '../texts.mjs';
import { makeOffenderFolder, plant } from './offenders.mjs';
import { findLiterals } from './text-literals.mjs';

export const texts = {
  name: 'texts',
  check: () => look(root),
  async catchesOffender() {
    const top = makeOffenderFolder('texts');
    const good =
      "import { useIntl } from 'react-intl';\nexport const useHello = () => useIntl().$t({ id: 'hello', defaultMessage: 'Hello {name}' }, { name: 'x' });\n";
    const offenders = {
      'literal.tsx': 'export const Say = () => <p title="Word">Sentence <b>x</b></p>;\n',
      'bare.ts': "export const bare = { id: 'bare', defaultMessage: 'Never extracted' };\n",
      'glued.ts': 'export const writes = (name: string) => `${name} is writing`;\n',
      'sentence.ts': "export const tell = (say: (text: string) => void) => say('Comment deleted.');\n",
    };
    const inSource = (file) => `frontend/src/ui/${file}`;
    plant(top, { [inSource('good.ts')]: good });
    for (const [file, text] of Object.entries(offenders)) plant(top, { [inSource(file)]: text });
    const speak = (byLanguage) =>
      plant(
        top,
        Object.fromEntries(
          languages.map((language) => [
            path.relative(top, path.join(catalogues(top), `${language}.json`)),
            `${JSON.stringify(byLanguage[language] ?? { hello: 'Hello {name}' }, null, 2)}\n`,
          ]),
        ),
      );
    speak({ de: {}, ar: { hello: 'Hello {nam}' } });
    const found = await look(top);
    speak({ en: {} });
    const unextracted = await look(top);
    const has = (...words) => found.some((line) => words.every((word) => line.includes(word)));
    return (
      has('literal.tsx', 'Word') &&
      has('literal.tsx', 'Sentence') &&
      has('bare.ts', 'bare') &&
      has('glued.ts', 'is writing') &&
      has('sentence.ts', 'Comment deleted.') &&
      has('Missing translation keys', 'de') &&
      has('structurally different', 'ar') &&
      unextracted.some((line) => line.includes('en.json'))
    );
  },
};

async function look(top) {
  const english = fs.readFileSync(path.join(catalogues(top), 'en.json'), 'utf8');
  const extracted = await extract(top);
  const ids = new Set(Object.keys(JSON.parse(extracted)));
  return [
    ...findLiterals(top, (id) => ids.has(id)),
    ...(english === extracted ? [] : ['frontend/src/texts/en.json is not what the sources say: npm run texts']),
    ...findUnsorted(top).map((language) => `frontend/src/texts/${language}.json is not in order: npm run texts`),
    ...(await verify(top)),
  ];
}
