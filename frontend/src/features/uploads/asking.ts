// The question "which photos, for whom", asked from anywhere and answered in one dialog.
import type { PhotoAudience } from '@zoetrope/contract/features/audiences.ts';
import { Watched } from './watched.ts';

export interface PhotoQuestion {
  readonly audience?: PhotoAudience;
  /** Chosen already: dropped or pasted. */
  readonly files?: readonly File[];
  /** What was said with them; the caption of a single one starts with it. */
  readonly caption?: string;
  /** The question is answered: the files are in the queue, or not wanted. */
  readonly onAnswered?: () => void;
  /** Names of what was in dropped folders and is no picture. */
  readonly leftOut?: readonly string[];
}

/** Open while set. */
export const asked = new Watched<PhotoQuestion | undefined>(undefined);

/** Whom the page on the screen is about, by its name; the question starts with it. */
export const suggested = new Watched<{ readonly audience: PhotoAudience; readonly name: string } | undefined>(
  undefined,
);

export function askForPhotos(question: PhotoQuestion): void {
  const audience = question.audience ?? suggested.get()?.audience;
  // More of a question that is open: whoever asked that one still waits for the answer.
  const onAnswered = question.onAnswered ?? asked.get()?.onAnswered;
  asked.set({ ...question, ...(audience && { audience }), ...(onAnswered && { onAnswered }) });
}

let askedOf: string | undefined;

/** Somebody is here: what another one on this page was asked, and had chosen, is not theirs to see or to answer. */
export function askOnly(personId: string): void {
  if (askedOf !== undefined && askedOf !== personId) asked.set(undefined);
  askedOf = personId;
}
