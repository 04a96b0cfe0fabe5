import { useIntl } from 'react-intl';
import { ErrorNote } from '#ui/note.tsx';
import { useAccount } from './account.tsx';

/** What to do where the browser keeps no cookies; nothing elsewhere. */
export function NoCookiesNote() {
  const { $t } = useIntl();
  const { hasNoCookies } = useAccount();
  if (!hasNoCookies) return null;
  return (
    <ErrorNote>
      {$t(
        {
          id: 'accounts.noCookies',
          defaultMessage:
            'This browser keeps no cookies of {host}, and without one nobody stays signed in. Allow them in its settings for this site, then load the page anew.',
        },
        { host: location.host },
      )}
    </ErrorNote>
  );
}
