import { useState } from 'react';
import { createInvite } from '@zoetrope/contract/features/invites.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { useCommand } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field } from '#ui/field.tsx';
import { Select } from '#ui/select.tsx';
import { copyText } from '#ui/copy-text.ts';
import { inviteUrl, newInviteToken } from './invite-token.ts';
import './invite-dialog.css';

type InvitedRole = 'viewer' | 'contributor' | 'admin';
const ROLES: readonly { value: InvitedRole; label: string }[] = [
  { value: 'contributor', label: 'Add photos, comment and react' },
  { value: 'viewer', label: 'See, comment and react' },
  { value: 'admin', label: 'Also invite and remove people' },
];
const DAY_MS = 24 * 60 * 60 * 1000;
const EXPIRIES = [
  { value: '7', label: 'For a week' },
  { value: '1', label: 'For a day' },
  { value: '30', label: 'For 30 days' },
  { value: 'never', label: 'Until it is taken back' },
] as const;
const USES = [
  { value: 'any', label: 'As often as needed' },
  { value: '1', label: 'Once' },
  { value: '10', label: 'Ten times' },
] as const;

interface Props {
  readonly groupId: string;
  readonly groupName: string;
  readonly isOwner: boolean;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Makes a link into the group. The link is shown once: only its hash is kept. */
export function InviteDialog({ groupId, groupName, isOwner, isOpen, onClose }: Props) {
  const create = useCommand(createInvite);
  const { isBusy, error, send } = useSending();
  const [role, setRole] = useState<InvitedRole>('contributor');
  const [expiry, setExpiry] = useState<(typeof EXPIRIES)[number]['value']>('7');
  const [uses, setUses] = useState<(typeof USES)[number]['value']>('any');
  const [url, setUrl] = useState<string>();
  const [isCopied, setIsCopied] = useState(false);

  const make = () =>
    send(async () => {
      const { token, tokenHash } = newInviteToken();
      const expiresAt = expiry === 'never' ? null : new Date(Date.now() + Number(expiry) * DAY_MS).toISOString();
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
      title={url ? 'Send this link' : `Invite to ${groupName}`}
      closeLabel="Close"
      actions={
        url ? (
          <>
            <Button onClick={close}>Done</Button>
            <Button kind="primary" icon="copy" onClick={() => void copyText(url).then(setIsCopied)}>
              {isCopied ? 'Copied' : 'Copy the link'}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={close}>Not now</Button>
            <Button kind="primary" isBusy={isBusy} onClick={() => void make()}>
              Make a link
            </Button>
          </>
        )
      }
    >
      {url ? (
        <Field
          label="Invitation link"
          hint="Whoever has it can join. It is shown only now; you can make another at any time."
          value={url}
          onText={() => undefined}
          readOnly
          onFocus={(event) => event.target.select()}
        />
      ) : (
        <div className="invite-choices">
          <Select
            label="Whoever joins may"
            value={role}
            options={isOwner ? ROLES : ROLES.filter((option) => option.value !== 'admin')}
            onPick={setRole}
          />
          <Select label="The link works" value={expiry} options={EXPIRIES} onPick={setExpiry} />
          <Select label="It can be used" value={uses} options={USES} onPick={setUses} />
          <RefusalNote error={error} />
        </div>
      )}
    </Dialog>
  );
}
