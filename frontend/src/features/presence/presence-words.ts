import { defineMessages, type IntlShape, type MessageDescriptor } from 'react-intl';

const SAID: Readonly<Record<'looking' | 'writing', MessageDescriptor>> = defineMessages({
  looking: { id: 'presence.looking', defaultMessage: 'also looking' },
  writing: {
    id: 'presence.writing',
    defaultMessage:
      '{count, plural, one {{one} is writing} =2 {{one} and {two} are writing} other {# people are writing}}',
  },
});

/** The sentence beside the faces. */
export const lookingWords = ({ $t }: IntlShape): string => $t(SAID.looking);

/** Who is writing, by first come; up to two are named. */
export function writingWords({ $t }: IntlShape, names: readonly string[]): string {
  const [one = '', two = ''] = names;
  return $t(SAID.writing, { count: names.length, one, two });
}
