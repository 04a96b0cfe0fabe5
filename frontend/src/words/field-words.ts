// What is wrong with an input, in words, from the codes that the shared schemas give.
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { defineMessages, type IntlShape, type MessageDescriptor } from 'react-intl';

/** What a form's field is about; the same code reads differently for a name and for a password. */
export type FieldKind = 'name' | 'login' | 'password' | 'comment' | 'caption';

type Wrong = 'short' | 'long' | 'other';

type Said =
  | 'atMost'
  | 'atLeast'
  | 'empty'
  | 'passwordHint'
  | 'noName'
  | 'name'
  | 'login'
  | 'password'
  | 'comment'
  | 'caption';

const SAID: Readonly<Record<Said, MessageDescriptor>> = defineMessages({
  atMost: {
    id: 'field.atMost',
    defaultMessage: '{max, plural, one {At most # character.} other {At most # characters.}}',
  },
  atLeast: {
    id: 'field.atLeast',
    defaultMessage: '{min, plural, one {At least # character.} other {At least # characters.}}',
  },
  empty: { id: 'field.empty', defaultMessage: 'Write something first.' },
  passwordHint: {
    id: 'field.password.hint',
    defaultMessage: 'At least {min, number} characters. A few words in a row are good.',
  },
  noName: { id: 'field.name.empty', defaultMessage: 'Please give a name.' },
  name: { id: 'field.name.other', defaultMessage: 'A name is one line of visible characters.' },
  login: {
    id: 'field.login.other',
    defaultMessage: 'Letters, digits, dots, dashes and underscores; it begins with a letter or a digit.',
  },
  password: { id: 'field.password.other', defaultMessage: 'This does not work as a password.' },
  comment: { id: 'field.comment.other', defaultMessage: 'This does not work as a comment.' },
  caption: { id: 'field.caption.other', defaultMessage: 'This does not work as a caption.' },
});

const WORDS: Readonly<Record<FieldKind, Readonly<Record<Wrong, MessageDescriptor>>>> = {
  name: { short: SAID.noName, long: SAID.atMost, other: SAID.name },
  login: { short: SAID.atLeast, long: SAID.atMost, other: SAID.login },
  password: { short: SAID.passwordHint, long: SAID.atMost, other: SAID.password },
  comment: { short: SAID.empty, long: SAID.atMost, other: SAID.comment },
  caption: { short: SAID.empty, long: SAID.atMost, other: SAID.caption },
};

const BOUNDS: Readonly<Record<FieldKind, { readonly min: number; readonly max: number }>> = {
  name: { min: 1, max: LIMITS.nameGraphemes },
  login: LIMITS.loginCharacters,
  password: LIMITS.passwordCharacters,
  comment: { min: 1, max: LIMITS.commentGraphemes },
  caption: { min: 1, max: LIMITS.captionGraphemes },
};

/** What a new password should be, before it was too short. */
export const toPasswordHint = ({ $t }: IntlShape): string => $t(SAID.passwordHint, BOUNDS.password);

/** A sentence for the field, or undefined when nothing is wrong with it. */
export function fieldWords({ $t }: IntlShape, kind: FieldKind, code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  const wrong: Wrong = code === 'too_small' || code === 'blank' ? 'short' : code === 'too_big' ? 'long' : 'other';
  return $t(WORDS[kind][wrong], BOUNDS[kind]);
}
