// G3: what is below features knows none. Rooms are handed the registry.
import { placeOf, withoutComments } from './tree.mjs';

const below = [
  'contract/kernel/',
  'backend/src/engine/',
  'backend/src/store/',
  'backend/src/carriers/',
  'backend/src/realtime/',
  'frontend/src/replica/',
];
/** Programs that are run by hand and compose what they need, as main does. */
const composing = new Set(['backend/src/store/generate-migration.ts']);
/** Rooms that know no feature. */
export const isBelow = (file) => below.some((room) => file.startsWith(room)) && !composing.has(file);

const imports = /(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"]+)\1/gu;
const isFeature = (specifier) =>
  /(?:^|\/)features\//u.test(specifier) ||
  /(?:^|\/)(?:registry|cases)\.ts$/u.test(specifier.replace('kernel/registry.ts', ''));

/** A sentence for each import of a feature, or of the registry of all features, from below. */
export function checkDirection(tree) {
  const found = [];
  for (const [file, text] of tree) {
    if (!isBelow(file)) continue;
    const code = withoutComments(text);
    for (const match of code.matchAll(imports)) {
      const specifier = match[2];
      if (specifier === './registry.ts' && file.startsWith('contract/kernel/')) continue;
      if (isFeature(specifier)) found.push(`G3: ${placeOf(file, code, match.index)} imports ${specifier}`);
    }
  }
  return found;
}
