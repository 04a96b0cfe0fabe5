/** The sentence beside the faces. */
export const LOOKING = 'also looking';

/** Who is writing, by first come; up to two are named. */
export function writingWords(names: readonly string[]): string {
  const [one = '', two = ''] = names;
  if (names.length === 1) return `${one} is writing`;
  if (names.length === 2) return `${one} and ${two} are writing`;
  return `${names.length} people are writing`;
}
