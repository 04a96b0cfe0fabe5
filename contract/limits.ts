import * as z from 'zod/mini';

export const LIMITS = {
  photoBytes: 50 * 1024 * 1024,
  photoPixels: 100_000_000,
  /** Five minutes of a phone's 1080p, or one to two of its 4K. */
  videoBytes: 500 * 1024 * 1024,
  videoSeconds: 300,
  /** 4096 by 2304: 4K of cameras, and of phones in both directions. */
  videoPixels: 4096 * 2304,
  /** Chosen one by one, for one zip; a whole group has no limit. */
  downloadPhotos: 1_000,
  commentGraphemes: 2_000,
  captionGraphemes: 2_000,
  descriptionGraphemes: 500,
  nameGraphemes: 80,
  groupMembers: 2_000,
  /** Announced in one message; who adds more announces them in parts. As many as the places of a list on the screen. */
  rollPhotos: 300,
  /** Asked about at once, whether they are there already. */
  askedDuplicates: 50,
  passwordCharacters: { min: 10, max: 200 },
  loginCharacters: { min: 3, max: 32 },
} as const;

// Made once: making one costs more than most texts take to count.
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How many characters a person would count; an emoji family is one. */
export function countGraphemes(text: string): number {
  let count = 0;
  for (const _ of graphemes.segment(text)) count++;
  return count;
}

// A text has no more graphemes than code units, and most are far below the limit: counting took 5 % of a command's CPU.
const hasAtMost = (max: number, text: string): boolean => text.length <= max || countGraphemes(text) <= max;

// One grapheme may hold any number of code points, so the storage is bounded as well: eight units a grapheme is room for
// every emoji sequence in Unicode (the longest, flags of England and its like, have fourteen; they do not fill a text).
const UNITS_PER_GRAPHEME = 8;

/** Zero-width and control characters alone are blank to a person. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

const trimmed = (text: string): string => text.trim();

/** A trimmed text that a person can see, of at most `max` graphemes. */
export const visibleText = (max: number, clean = trimmed) =>
  z.string().check(
    z.overwrite(clean),
    z.minLength(1),
    z.maxLength(max * UNITS_PER_GRAPHEME),
    z.refine((text) => VISIBLE.test(text), { error: 'blank' }),
    z.refine((text) => hasAtMost(max, text), { error: 'too_big' }),
  );

/** The same, but it may be empty. */
export const optionalText = (max: number) =>
  z.string().check(
    z.trim(),
    z.maxLength(max * UNITS_PER_GRAPHEME),
    z.refine((text) => hasAtMost(max, text), { error: 'too_big' }),
  );

/**
 * Embeddings, overrides and isolates, which turn around whatever stands behind a name in a sentence. The marks that only place
 * a sign beside letters of the other direction (U+200E, U+200F, U+061C) are none: names are written with them.
 * Source: Unicode Bidirectional Algorithm (UAX 9), 2.1 to 2.5.
 */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/gu;
/** The text without what would turn around its neighbours. */
export const withoutTurning = (text: string): string => text.replace(TURNING, '');

/**
 * A name of a person or a group: one line, which keeps its direction to itself. What would turn others around is taken away
 * and not refused: who copies a name out of a sentence may have marks of ours at its ends.
 */
export const Name = visibleText(LIMITS.nameGraphemes, (text) => trimmed(withoutTurning(text))).check(
  z.refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), { error: 'one_line' }),
);

export const SignInName = z
  .string()
  .check(
    z.trim(),
    z.toLowerCase(),
    z.minLength(LIMITS.loginCharacters.min),
    z.maxLength(LIMITS.loginCharacters.max),
    z.regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u),
  );

export const Password = z
  .string()
  .check(z.minLength(LIMITS.passwordCharacters.min), z.maxLength(LIMITS.passwordCharacters.max));
