import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import { Button } from '#ui/button.tsx';
import { ErrorNote } from '#ui/note.tsx';
import { sentenceOf } from '#words/sentences.ts';
import { useIntl } from 'react-intl';

/** What is wrong with each field, by its own name, wherever it stands in what was sent. */
export const fieldsOf = (error: ErrorBody | undefined): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries(error?.fields ?? {}).map(([path, code]) => [path.split('.').at(-1), code]));

interface Props {
  readonly error: ErrorBody | undefined;
  /** Fields whose own inputs say what is wrong with them. */
  readonly beside?: readonly string[];
  /** Of what was not asked for by a press: the way to ask again. */
  readonly onRetry?: () => void;
}

/** The sentence of a refusal; nothing when there is none, and where the inputs say all of it. */
export function RefusalNote({ error, beside = [], onRetry }: Props) {
  const intl = useIntl();
  const wrong = Object.keys(fieldsOf(error));
  if (!error || (wrong.length > 0 && wrong.every((field) => beside.includes(field)))) return null;
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
      {wrong.includes('token')
        ? intl.$t({ id: 'nowhere.text', defaultMessage: 'A part of the link may be missing.' })
        : sentenceOf(intl, error)}
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
