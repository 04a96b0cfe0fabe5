import { useState } from 'react';
import { createInvite } from '@zoetrope/contract/features/invites.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { OnlyHereNote } from '#forms/only-here-note.tsx';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { useCommand } from '#replica/hooks.tsx';
import { serverNow } from '#replica/server-clock.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field } from '#ui/field.tsx';
import { Select } from '#ui/select.tsx';
import { copyText } from '#ui/copy-text.ts';
import { inviteUrl, newInviteToken } from './invite-token.ts';
import './invite-dialog.css';
import { defineMessages, useIntl, type MessageDescriptor } from 'react-intl';
import { MAY } from './invite-words.ts';

type InvitedRole = 'viewer' | 'contributor' | 'admin';
const ROLES: readonly InvitedRole[] = ['contributor', 'viewer', 'admin'];
const DAY_MS = 24 * 60 * 60 * 1000;
const EXPIRIES = ['7', '1', '30', 'never'] as const;
type Expiry = (typeof EXPIRIES)[number];
const LASTS: Readonly<Record<Expiry, MessageDescriptor>> = defineMessages({
  1: { id: 'invites.lasts.day', defaultMessage: 'For a day' },
  7: { id: 'invites.lasts.week', defaultMessage: 'For a week' },
  30: { id: 'invites.lasts.month', defaultMessage: 'For 30 days' },
  never: { id: 'invites.lasts.ever', defaultMessage: 'Until it is taken back' },
});
const USES = ['any', '1', '10'] as const;
type Uses = (typeof USES)[number];
const OFTEN: Readonly<Record<Uses, MessageDescriptor>> = defineMessages({
  1: { id: 'invites.uses.once', defaultMessage: 'Once' },
  10: { id: 'invites.uses.ten', defaultMessage: 'Ten times' },
  any: { id: 'invites.uses.any', defaultMessage: 'As often as needed' },
});

interface Props {
  readonly groupId: string;
  readonly groupName: string;
  readonly isOwner: boolean;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Makes a link into the group. The link is shown once: only its hash is kept. */
export function InviteDialog({ groupId, groupName, isOwner, isOpen, onClose }: Props) {
  const { $t } = useIntl();
  const create = useCommand(createInvite);
  const { isBusy, error, send } = useSending();
  const [role, setRole] = useState<InvitedRole>('contributor');
  const [expiry, setExpiry] = useState<Expiry>('7');
  const [uses, setUses] = useState<Uses>('any');
  const [url, setUrl] = useState<string>();
  const [isCopied, setIsCopied] = useState(false);

  const make = () =>
    send(async () => {
      const { token, tokenHash } = newInviteToken();
      const expiresAt =
        expiry === 'never' ? null : new Date(serverNow().getTime() + Number(expiry) * DAY_MS).toISOString();
      const usesLeft = uses === 'any' ? null : Number(uses);
      await create.run({ id: newId(), groupId, role, tokenHash, expiresAt, usesLeft });
      setUrl(inviteUrl(token));
    });
  const close = () => {
    setUrl(undefined);
    setIsCopied(false);
    onClose();
  };

  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={
        url
          ? $t({ id: 'invites.send', defaultMessage: 'Send this link' })
          : $t({ id: 'invites.to', defaultMessage: 'Invite to {groupName}' }, { groupName })
      }
      closeLabel={$t({ id: 'act.close', defaultMessage: 'Close' })}
      actions={
        url ? (
          <>
            <Button onClick={close}>{$t({ id: 'act.done', defaultMessage: 'Done' })}</Button>
            <Button kind="primary" icon="copy" onClick={() => void copyText(url).then(setIsCopied)}>
              {isCopied
                ? $t({ id: 'invites.copied', defaultMessage: 'Copied' })
                : $t({ id: 'invites.copy', defaultMessage: 'Copy the link' })}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={close}>{$t({ id: 'act.notNow', defaultMessage: 'Not now' })}</Button>
            <Button kind="primary" isBusy={isBusy} onClick={() => void make()}>
              {$t({ id: 'invites.make', defaultMessage: 'Make a link' })}
            </Button>
          </>
        )
      }
    >
      {url ? (
        <>
          <Field
            label={$t({ id: 'invites.link', defaultMessage: 'Invitation link' })}
            hint={$t({
              id: 'invites.link.hint',
              defaultMessage: 'Whoever has it can join. It is shown only now; you can make another at any time.',
            })}
            value={url}
            onText={() => undefined}
            readOnly
            onFocus={(event) => event.target.select()}
          />
          <OnlyHereNote />
        </>
      ) : (
        <div className="invite-choices">
          <Select
            label={$t({ id: 'invites.role', defaultMessage: 'Whoever joins may' })}
            value={role}
            options={ROLES.filter((value) => isOwner || value !== 'admin').map((value) => ({
              value,
              label: $t(MAY[value]),
            }))}
            onPick={setRole}
          />
          <Select
            label={$t({ id: 'invites.lasts', defaultMessage: 'The link works' })}
            value={expiry}
            options={EXPIRIES.map((value) => ({ value, label: $t(LASTS[value]) }))}
            onPick={setExpiry}
          />
          <Select
            label={$t({ id: 'invites.uses', defaultMessage: 'It can be used' })}
            value={uses}
            options={USES.map((value) => ({ value, label: $t(OFTEN[value]) }))}
            onPick={setUses}
          />
          <RefusalNote error={error} />
        </div>
      )}
    </Dialog>
  );
}
