import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import { Button } from '#ui/button.tsx';
import { ErrorNote } from '#ui/note.tsx';
import { sentenceOf } from '#words/sentences.ts';
import { useIntl } from 'react-intl';

interface Props {
  readonly error: ErrorBody | undefined;
  /** Of what was not asked for by a press: the way to ask again. */
  readonly onRetry?: () => void;
}

/** The sentence of a refusal that belongs to no single field; nothing when there is none. */
export function RefusalNote({ error, onRetry }: Props) {
  const intl = useIntl();
  if (!error || (error.fields && Object.keys(error.fields).length > 0)) return null;
  return (
    <ErrorNote
      action={
        onRetry && (
          <Button size="small" icon="retry" onClick={onRetry}>
            {intl.$t({ id: 'act.tryAgain', defaultMessage: 'Try again' })}
          </Button>
        )
      }
    >
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
