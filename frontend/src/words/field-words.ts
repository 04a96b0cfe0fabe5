// What is wrong with an input, in words, from the codes that the shared schemas give.
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { toCount } from '#ui/plural.ts';

/** What a form's field is about; the same code reads differently for a name and for a password. */
export type FieldKind = 'name' | 'login' | 'password' | 'comment' | 'caption';

/** What a new password should be, before and after it was too short. */
export const PASSWORD_HINT = `At least ${LIMITS.passwordCharacters.min} characters. A few words in a row are good.`;

const WORDS: Readonly<Record<FieldKind, { readonly short: string; readonly long: string; readonly other: string }>> = {
  name: {
    short: 'Please give a name.',
    long: `A name has at most ${LIMITS.nameGraphemes} characters.`,
    other: 'A name is one line of visible characters.',
  },
  login: {
    short: `At least ${LIMITS.loginCharacters.min} characters.`,
    long: `At most ${LIMITS.loginCharacters.max} characters.`,
    other: 'Letters, digits, dots, dashes and underscores; it begins with a letter or a digit.',
  },
  password: {
    short: PASSWORD_HINT,
    long: `At most ${LIMITS.passwordCharacters.max} characters.`,
    other: 'This does not work as a password.',
  },
  comment: {
    short: 'Write something first.',
    long: `A comment has at most ${toCount(LIMITS.commentGraphemes)} characters.`,
    other: 'This does not work as a comment.',
  },
  caption: {
    short: 'Write something first.',
    long: `A caption has at most ${toCount(LIMITS.captionGraphemes)} characters.`,
    other: 'This does not work as a caption.',
  },
};

/** A sentence for the field, or undefined when nothing is wrong with it. */
export function fieldWords(kind: FieldKind, code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  if (code === 'too_small' || code === 'blank') return WORDS[kind].short;
  if (code === 'too_big') return WORDS[kind].long;
  return WORDS[kind].other;
}
