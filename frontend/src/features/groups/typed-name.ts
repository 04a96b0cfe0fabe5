/** What a name and the same name, typed by hand, have in common: not their case, not their spaces, not how accents are coded. */
export const toKey = (name: string): string =>
  name.normalize('NFKC').replaceAll(/\s+/gu, ' ').trim().toLocaleLowerCase();
