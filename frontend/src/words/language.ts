// Which language this device reads. The texts of one language are two files of their own, and only those of the used one are
// fetched: what a first view may say, and the rest, which comes with the first part that says it.
import { useSyncExternalStore } from 'react';
import type { IntlConfig } from 'react-intl';

/** Each by its own name. `locale` serves where the browser names no region; index.html knows the same five. */
export const LANGUAGES = {
  en: {
    name: 'English',
    locale: 'en-GB',
    dir: 'ltr',
    texts: () => import('#texts/en.json'),
    rest: () => import('#texts/en.json?rest'),
  },
  de: {
    name: 'Deutsch',
    locale: 'de',
    dir: 'ltr',
    texts: () => import('#texts/de.json'),
    rest: () => import('#texts/de.json?rest'),
  },
  es: {
    name: 'Español',
    locale: 'es',
    dir: 'ltr',
    texts: () => import('#texts/es.json'),
    rest: () => import('#texts/es.json?rest'),
  },
  fr: {
    name: 'Français',
    locale: 'fr',
    dir: 'ltr',
    texts: () => import('#texts/fr.json'),
    rest: () => import('#texts/fr.json?rest'),
  },
  ar: {
    name: 'العربية',
    locale: 'ar',
    dir: 'rtl',
    texts: () => import('#texts/ar.json'),
    rest: () => import('#texts/ar.json?rest'),
  },
} as const;

export type Language = keyof typeof LANGUAGES;
export type LanguageChoice = Language | 'system';

interface Spoken {
  readonly choice: LanguageChoice;
  readonly language: Language;
  /** The language with the reader's region, for dates and numbers: `ar-EG`. */
  readonly locale: string;
  readonly texts: Texts;
}
type Texts = NonNullable<IntlConfig['messages']>;

const key = 'zoetrope.language';
const listeners = new Set<() => void>();
let spoken: Spoken | undefined;
/** The choice that was made last; a slower one before it is not taken any more. */
let wanted: LanguageChoice;

const isLanguage = (text: string | null | undefined): text is Language => Object.hasOwn(LANGUAGES, text ?? '');
const toLanguage = (tag: string): string => tag.toLowerCase().split('-')[0] ?? '';

function readChoice(): LanguageChoice {
  try {
    const saved = localStorage.getItem(key);
    return isLanguage(saved) ? saved : 'system';
  } catch {
    // A browser may forbid storage; then its own language decides.
    return 'system';
  }
}

/** The first of the reader's languages that we speak, else English. */
export function pickLanguage(choice: LanguageChoice, tags: readonly string[]): Language {
  return choice === 'system' ? (tags.map(toLanguage).find(isLanguage) ?? 'en') : choice;
}

/** Some browsers name what their system is set to, such as `en-US@posix`, which is none. */
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

/** With the region that the reader's browser names, so that dates are written as at home. */
export function pickLocale(language: Language, tags: readonly string[]): string {
  return tags.find((tag) => toLanguage(tag) === language && isLocale(tag)) ?? LANGUAGES[language].locale;
}

async function speak(choice: LanguageChoice, ...files: readonly ('texts' | 'rest')[]): Promise<void> {
  wanted = choice;
  const language = pickLanguage(choice, navigator.languages);
  const fetched = await Promise.all(files.map((file) => LANGUAGES[language][file]()));
  if (wanted !== choice) return;
  const texts: Texts = Object.assign({}, ...fetched.map((file) => file.default));
  spoken = { choice, language, locale: pickLocale(language, navigator.languages), texts };
  document.documentElement.lang = language;
  document.documentElement.dir = LANGUAGES[language].dir;
  for (const notify of listeners) notify();
}

/** Fetches what a first view may say in this device's language. Errors: the fetch's own, when it cannot be had. */
export const startLanguage = (): Promise<void> => speak(readChoice(), 'texts');

/**
 * A part of the app that is fetched when it is needed, as soon as all that it may say is here too.
 *
 * What stands already is not drawn anew for it: nothing of it says any of these texts, as `first-texts.mjs` sees to.
 * Errors: the fetch's own, of the part or of the texts.
 */
export async function withTexts<T>(part: () => Promise<T>): Promise<T> {
  const speaking = spoken;
  const [fetched, rest] = await Promise.all([part(), speaking && LANGUAGES[speaking.language].rest()]);
  Object.assign(speaking?.texts ?? {}, rest?.default);
  return fetched;
}

/** Speaks it as soon as its texts are here, and keeps it on this device. Errors: the fetch's own. */
export async function chooseLanguage(choice: LanguageChoice): Promise<void> {
  await speak(choice, 'texts', 'rest');
  try {
    if (choice === 'system') localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
  } catch {
    // Kept for this visit only.
  }
}

/** What is spoken now. Only below what was drawn after `startLanguage`. */
export function useSpoken(): Spoken {
  return useSyncExternalStore(
    (notify) => {
      listeners.add(notify);
      return () => listeners.delete(notify);
    },
    () => {
      if (!spoken) throw new Error('startLanguage comes before the first page');
      return spoken;
    },
  );
}
