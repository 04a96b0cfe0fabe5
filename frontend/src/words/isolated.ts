import { withoutTurning } from '@zoetrope/contract/limits.ts';
import type { IntlShape } from 'react-intl';

/** Letters that run from right to left: Hebrew, Arabic and their kin. */
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/**
 * A name for a plain text with more behind it. One that runs against the sentence is set apart (U+2068 to U+2069), else the
 * number or the sign beside it would join it and stand on its other side. Files, unlike people and groups, may have names that
 * would turn around the rest of the sentence: those lose what does it.
 *
 * Source: Unicode Bidirectional Algorithm (UAX 9), 2.4: isolates for text whose direction is not known.
 */
export function toIsolated({ locale }: Pick<IntlShape, 'locale'>, given: string): string {
  const name = withoutTurning(given);
  const runsWithIt = locale.startsWith('ar') ? name === '' : !RIGHT_TO_LEFT.test(name);
  return runsWithIt ? name : `\u2068${name}\u2069`;
}
