import { toIsolated } from '#words/isolated.ts';
import { defineMessages, type IntlShape, type MessageDescriptor } from 'react-intl';

const SAID: Readonly<
  Record<'looking' | 'writing' | 'around' | 'aroundCount' | 'adding' | 'lookingAt', MessageDescriptor>
> = defineMessages({
  looking: { id: 'presence.looking', defaultMessage: 'also looking' },
  writing: {
    id: 'presence.writing',
    defaultMessage:
      '{count, plural, one {{one} is writing} =2 {{one} and {two} are writing} other {# people are writing}}',
  },
  around: {
    id: 'presence.around',
    defaultMessage:
      '{count, plural, one {{one} is here} =2 {{one} and {two} are here} other {{one}, {two} and {more, plural, one {one other} other {# others}} are here}}',
  },
  aroundCount: { id: 'presence.aroundCount', defaultMessage: '{count, number} here' },
  adding: {
    id: 'presence.adding',
    defaultMessage:
      '{to, select, group {Adding to {group}} friends {Adding photos for friends} other {Adding photos for everyone}}',
  },
  lookingAt: { id: 'presence.lookingAt', defaultMessage: 'Looking at {group}' },
});

/** The sentence beside the faces. */
export const lookingWords = ({ $t }: IntlShape): string => $t(SAID.looking);

/** Who is writing, by first come; up to two are named. */
export function writingWords({ $t }: IntlShape, names: readonly string[]): string {
  const [one = '', two = ''] = names;
  return $t(SAID.writing, { count: names.length, one, two });
}

/** "Anna, Omar and 2 others are here", and "4 here" where there is no room. `names` are the first two. */
export const aroundWords = (
  intl: IntlShape,
  [one = '', two = '']: readonly string[],
  count: number,
): [string, string] => [
  intl.$t(SAID.around, { count, one: toIsolated(intl, one), two: toIsolated(intl, two), more: count - 2 }),
  intl.$t(SAID.aroundCount, { count }),
];

/** "Adding to Lake house", "Looking at Lake house". */
export const hereWords = (
  { $t }: IntlShape,
  { isAdding, to }: { readonly isAdding: boolean; readonly to: 'group' | 'friends' | 'everyone' },
  group: string,
): string => (isAdding ? $t(SAID.adding, { to, group }) : $t(SAID.lookingAt, { group }));
