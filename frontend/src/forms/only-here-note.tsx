import { useIntl } from 'react-intl';
import { Note } from '#ui/note.tsx';

/** Below a link that is made to be sent, where it would be of no use to others: its host name means each one's own machine. */
export function OnlyHereNote() {
  const { $t } = useIntl();
  if (!/^(localhost|127\..*|\[::1\])$/u.test(location.hostname)) return null;
  return (
    <Note>
      {$t({
        id: 'app.onlyHere',
        defaultMessage:
          'This link opens on this computer only. For others, make it at the address that the site has in your network: it was shown when the site started.',
      })}
    </Note>
  );
}
