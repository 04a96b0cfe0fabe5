import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import { ErrorNote } from '#ui/note.tsx';
import { sentenceOf } from '#words/sentences.ts';

/** The sentence of a refusal that belongs to no single field; nothing when there is none. */
export function RefusalNote({ error }: { error: ErrorBody | undefined }) {
  if (!error || (error.fields && Object.keys(error.fields).length > 0)) return null;
  return (
    <ErrorNote>
      {sentenceOf(error)}
      {error.reportId && <span className="z-meta"> Report {error.reportId}</span>}
    </ErrorNote>
  );
}
