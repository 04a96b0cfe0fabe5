import { LIMITS } from '@zoetrope/contract/limits.ts';
import { ACCOUNTS, AVATAR_BYTES, type AvatarChanged } from '@zoetrope/contract/accounts.ts';
import { Person, rename } from '@zoetrope/contract/features/people.ts';
import { ACCEPTED_TYPES } from '@zoetrope/contract/media.ts';
import { useRef, useState } from 'react';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { PersonAvatar } from '#features/people/person.tsx';
import { toErrorBody } from '#replica/http.ts';
import { refused, Refused } from '#replica/refused.ts';
import { useCommand, useMe, useRow } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { Field } from '#ui/field.tsx';
import { useToast } from '#ui/toast.tsx';
import { fieldWords } from '#words/field-words.ts';
import { useAccount } from './account.tsx';
import { useIntl } from 'react-intl';

/** My name and picture, as others see them. */
export function ProfileSection() {
  const intl = useIntl();
  const { $t } = intl;
  const me = useRow(Person, useMe());
  const { http } = useAccount();
  const change = useCommand(rename);
  const toast = useToast();
  const [name, setName] = useState<string>();
  const naming = useSending();
  const picturing = useSending();
  const file = useRef<HTMLInputElement>(null);
  const [isAsking, setIsAsking] = useState(false);
  if (!me) return null;

  const putPicture = async (chosen: File) => {
    if (chosen.size > AVATAR_BYTES) throw refused('too-large');
    // Bytes, not JSON: the door for JSON does not carry them.
    const response = await fetch(`${ACCOUNTS}/avatar`, {
      method: 'PUT',
      body: chosen,
      headers: { ...http.headers, 'content-type': 'application/octet-stream' },
    }).catch(() => {
      throw refused('unavailable');
    });
    if (response.ok) return;
    const body = toErrorBody(await response.json().catch(() => undefined));
    throw body ? new Refused(body) : refused('unavailable');
  };

  return (
    <section className="page-section">
      <h2>{$t({ id: 'accounts.you', defaultMessage: 'You' })}</h2>
      <div className="page-row">
        <PersonAvatar personId={me.id} sizePx={72} />
        <span className="page-actions">
          <Button size="small" icon="picture" isBusy={picturing.isBusy} onClick={() => file.current?.click()}>
            {me.avatarId
              ? $t({ id: 'accounts.anotherPicture', defaultMessage: 'Another picture' })
              : $t({ id: 'accounts.addPicture', defaultMessage: 'Add a picture' })}
          </Button>
          {me.avatarId && (
            <Button size="small" kind="quiet" onClick={() => setIsAsking(true)}>
              {$t({ id: 'accounts.removePicture', defaultMessage: 'Take it away' })}
            </Button>
          )}
        </span>
        <input
          ref={file}
          type="file"
          hidden
          accept={ACCEPTED_TYPES.join()}
          aria-label={$t({ id: 'accounts.picture', defaultMessage: 'A picture of you' })}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            event.target.value = '';
            if (chosen) void picturing.send(() => putPicture(chosen));
          }}
        />
      </div>
      <RefusalNote error={picturing.error} />
      <ConfirmDialog
        isOpen={isAsking}
        question={$t({ id: 'accounts.removePicture.question', defaultMessage: 'Take your picture away?' })}
        keepLabel={$t({ id: 'act.keep', defaultMessage: 'Keep' })}
        doLabel={$t({ id: 'accounts.removePicture', defaultMessage: 'Take it away' })}
        onKeep={() => setIsAsking(false)}
        onDo={() => {
          setIsAsking(false);
          void picturing.send(() => http.delete<AvatarChanged>(`${ACCOUNTS}/avatar`));
        }}
      >
        {$t({
          id: 'accounts.removePicture.text',
          defaultMessage: 'Everybody sees your initials instead. The picture is not kept.',
        })}
      </ConfirmDialog>
      <form
        className="page-section"
        onSubmit={(event) => {
          event.preventDefault();
          void naming
            .send(() => change.run({ name: name ?? me.name }))
            .then((isDone) => {
              if (!isDone) return;
              setName(undefined);
              toast({ text: $t({ id: 'accounts.renamed', defaultMessage: 'Everybody sees your new name.' }) });
            });
        }}
      >
        <Field
          label={$t({ id: 'accounts.name', defaultMessage: 'Your name' })}
          value={name ?? me.name}
          onText={setName}
          error={fieldWords(intl, 'name', naming.error?.fields?.name)}
          maxGraphemes={LIMITS.nameGraphemes}
          autoComplete="name"
        />
        <RefusalNote error={naming.error} beside={['name']} />
        <p className="page-actions">
          <Button type="submit" isBusy={naming.isBusy} disabled={name === undefined || name.trim() === me.name}>
            {$t({ id: 'act.save', defaultMessage: 'Save' })}
          </Button>
        </p>
      </form>
    </section>
  );
}
