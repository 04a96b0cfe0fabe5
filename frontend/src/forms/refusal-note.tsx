import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import { ErrorNote } from '#ui/note.tsx';
import { sentenceOf } from '#words/sentences.ts';
import { useIntl } from 'react-intl';

/** The sentence of a refusal that belongs to no single field; nothing when there is none. */
export function RefusalNote({ error }: { error: ErrorBody | undefined }) {
  const intl = useIntl();
  if (!error || (error.fields && Object.keys(error.fields).length > 0)) return null;
  return (
    <ErrorNote>
      {sentenceOf(intl, error)}
      {error.reportId && (
        <>
          {' '}
          <span className="z-meta">
            {intl.$t({ id: 'refusal.report', defaultMessage: 'Report {reportId}' }, { reportId: error.reportId })}
          </span>
        </>
      )}
    </ErrorNote>
  );
}
