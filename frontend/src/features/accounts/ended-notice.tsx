import './ended-notice.css';
import { useLocation } from '#router/router.tsx';
import { Button, ButtonLink } from '#ui/button.tsx';
import { Note } from '#ui/note.tsx';
import { useAccount } from './account.tsx';
import { signInPath } from './sign-in-path.ts';
import { useIntl } from 'react-intl';

/**
 * Says once why nothing arrives any more: the site was updated, or this device was signed out. Drafts are kept, unless the
 * person signed out themselves.
 */
export function EndedNotice() {
  const { $t } = useIntl();
  const { ended } = useAccount();
  const { pathname, search } = useLocation();
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
        <Note
          action={
            pathname !== '/sign-in' && (
              <ButtonLink size="small" href={signInPath(pathname + search)}>
                {$t({ id: 'accounts.signIn', defaultMessage: 'Sign in' })}
              </ButtonLink>
            )
          }
        >
          {ended === 'signed-out'
            ? $t({ id: 'accounts.signedOut', defaultMessage: 'You signed out on this device.' })
            : $t({
                id: 'accounts.ended',
                defaultMessage: 'You were signed out on this device. Sign in to go on; what you typed is kept.',
              })}
        </Note>
      )}
    </div>
  );
}
