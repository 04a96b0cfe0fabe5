import { LIMITS } from '@zoetrope/contract/limits.ts';
import { useRef, useState } from 'react';
import { createGroup } from '@zoetrope/contract/features/groups.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { useCommand } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field } from '#ui/field.tsx';
import { fieldWords } from '#words/field-words.ts';
import { useIntl } from 'react-intl';

/** Asks for a name and makes the group. */
export function CreateGroupDialog(props: { isOpen: boolean; onClose: () => void; onMade: (groupId: string) => void }) {
  const intl = useIntl();
  const { $t } = intl;
  const create = useCommand(createGroup);
  const [name, setName] = useState('');
  // One id for the whole dialog: a second press, or a second try, makes the same group and not another.
  const id = useRef(newId());
  const input = useRef<HTMLInputElement>(null);
  const { isBusy, error, send } = useSending();
  const make = async () => {
    const groupId = id.current;
    if (!(await send(() => create.run({ id: groupId, name })))) return;
    id.current = newId();
    setName('');
    props.onMade(groupId);
  };
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title={$t({ id: 'groups.make', defaultMessage: 'Make a group' })}
      closeLabel={$t({ id: 'act.close', defaultMessage: 'Close' })}
      width="narrow"
      initialFocus={input}
      actions={
        <>
          <Button onClick={props.onClose}>{$t({ id: 'act.notNow', defaultMessage: 'Not now' })}</Button>
          <Button kind="primary" isBusy={isBusy} onClick={() => void make()}>
            {$t({ id: 'groups.doMake', defaultMessage: 'Make the group' })}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <Field
          ref={input}
          label={$t({ id: 'groups.name', defaultMessage: 'Name of the group' })}
          hint={$t({ id: 'groups.name.hint', defaultMessage: 'A family, a trip, a day. You can change it later.' })}
          value={name}
          onText={setName}
          error={fieldWords(intl, 'name', error?.fields?.name)}
          maxGraphemes={LIMITS.nameGraphemes}
          autoComplete="off"
        />
        <RefusalNote error={error} beside={['name']} />
      </form>
    </Dialog>
  );
}
