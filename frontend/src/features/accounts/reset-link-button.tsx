import { useState } from 'react';
import { ACCOUNTS, type ResetLink } from '@zoetrope/contract/accounts.ts';
import { OnlyHereNote } from '#forms/only-here-note.tsx';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field } from '#ui/field.tsx';
import { useAccount } from './account.tsx';
import { useIntl } from 'react-intl';

/** For administrators: a link with which somebody who forgot the password sets a new one. Nothing for everybody else. */
export function ResetLinkButton({ personId, name }: { personId: string; name: string }) {
  const { $t } = useIntl();
  const { account, http } = useAccount();
  const [link, setLink] = useState<ResetLink>();
  const { isBusy, error, send } = useSending();
  if (!account?.isAdmin || account.personId === personId) return null;
  return (
    <>
      <RefusalNote error={error} />
      <Button
        kind="quiet"
        icon="lock"
        isBusy={isBusy}
        onClick={() =>
          void send(async () => setLink(await http.post<ResetLink>(`${ACCOUNTS}/reset-links`, { personId })))
        }
      >
        {$t({ id: 'accounts.makeReset', defaultMessage: 'Make a reset link' })}
      </Button>
      <Dialog
        isOpen={!!link}
        onClose={() => setLink(undefined)}
        title={$t({ id: 'accounts.sendReset', defaultMessage: 'Send this link to {name}' }, { name })}
        closeLabel={$t({ id: 'act.close', defaultMessage: 'Close' })}
      >
        <Field
          label={$t({ id: 'accounts.resetLink', defaultMessage: 'Reset link' })}
          hint={$t({
            id: 'accounts.resetLink.hint',
            defaultMessage: 'It works once, for a day, and is shown only now. Whoever has it can set a new password.',
          })}
          value={link?.url ?? ''}
          onText={() => undefined}
          readOnly
          onFocus={(event) => event.target.select()}
        />
        <OnlyHereNote />
      </Dialog>
    </>
  );
}
