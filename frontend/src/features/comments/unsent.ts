// What a person wrote and nobody has yet: drafts, and comments on their way. A reload of the page loses neither.
export interface UnsentComment {
  readonly id: string;
  readonly body: string;
}

const draftKey = (photoId: string) => `zoetrope:draft:${photoId}`;
const unsentKey = (photoId: string) => `zoetrope:unsent:${photoId}`;

// A browser may forbid storage; then a text lives as long as the page.
function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}
function write(key: string, value: string): void {
  try {
    if (value === '') sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {
    return;
  }
}

export const draftOf = (photoId: string): string => read(draftKey(photoId)) ?? '';
export const keepDraft = (photoId: string, text: string): void => write(draftKey(photoId), text);

/** Comments that were sent off and not yet answered, oldest first. */
export function unsentOf(photoId: string): readonly UnsentComment[] {
  try {
    return JSON.parse(read(unsentKey(photoId)) ?? '[]') as UnsentComment[];
  } catch {
    return [];
  }
}

const keepUnsent = (photoId: string, list: readonly UnsentComment[]): void =>
  write(unsentKey(photoId), list.length === 0 ? '' : JSON.stringify(list));

export const noteUnsent = (photoId: string, comment: UnsentComment): void =>
  keepUnsent(photoId, [...unsentOf(photoId).filter((other) => other.id !== comment.id), comment]);

export const forgetUnsent = (photoId: string, id: string): void =>
  keepUnsent(
    photoId,
    unsentOf(photoId).filter((other) => other.id !== id),
  );
