import './ended-notice.css';
import { Button } from '#ui/button.tsx';
import { Note } from '#ui/note.tsx';
import { useAccount } from './account.tsx';
import { useIntl } from 'react-intl';

/** Says once why nothing arrives any more: the site was updated, or this device was signed out. Drafts are kept. */
export function EndedNotice() {
  const { $t } = useIntl();
  const { ended } = useAccount();
  if (!ended) return null;
  return (
    <div className="z-pad ended-notice">
      {ended === 'outdated-client' ? (
        <Note
          action={
            <Button size="small" onClick={() => location.reload()}>
              {$t({ id: 'act.reload', defaultMessage: 'Reload' })}
            </Button>
          }
        >
          {$t({
            id: 'refusal.outdated-client',
            defaultMessage: 'The site was updated. Reload to go on; what you typed is kept.',
          })}
        </Note>
      ) : (
        <Note>
          {$t({
            id: 'accounts.ended',
            defaultMessage: 'You were signed out on this device. Sign in to go on; what you typed is kept.',
          })}
        </Note>
      )}
    </div>
  );
}
