import { useState } from 'react';
import { endGroup } from '@zoetrope/contract/features/groups.ts';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { useCommand } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { Field } from '#ui/field.tsx';
import { toKey } from './typed-name.ts';
import type { GroupRow } from './my-groups.ts';
import { toIsolated } from '#words/isolated.ts';
import { useIntl } from 'react-intl';

/** The end of the group, for its owner alone. */
export function EndGroup({ group, onAsk }: { group: GroupRow; onAsk: () => void }) {
  const { $t } = useIntl();
  const end = useCommand(endGroup);
  if (end.can({ groupId: group.id }) !== true) return null;
  return (
    <section className="page-section">
      <h2>{$t({ id: 'groups.delete.title', defaultMessage: 'Delete the group' })}</h2>
      <p className="z-two">
        {$t({
          id: 'groups.delete.text',
          defaultMessage:
            'All its photos and all that was said about them go at once, for everybody in it. Download what you want to keep first.',
        })}
      </p>
      <p className="page-actions">
        <Button kind="danger-soft" icon="trash" onClick={onAsk}>
          {$t({ id: 'groups.deleteIt', defaultMessage: 'Delete the group' })}
        </Button>
      </p>
    </section>
  );
}

/**
 * Says what goes, and asks for the name. `group` is as it was when somebody asked: the row itself is predicted to go while
 * this is open. It stands beside the page of the group, which goes with it, and not in it.
 */
export function EndGroupDialog(props: { group: GroupRow; isOpen: boolean; onKeep: () => void; onEnded: () => void }) {
  const intl = useIntl();
  const { $t } = intl;
  const { group } = props;
  const end = useCommand(endGroup);
  const { isBusy, error, send, clear } = useSending();
  const [typed, setTyped] = useState('');
  const isTyped = toKey(typed) === toKey(group.name);
  const close = () => {
    setTyped('');
    clear();
    props.onKeep();
  };
  const run = async () => {
    if (!isTyped || !(await send(() => end.run({ groupId: group.id })))) return;
    close();
    props.onEnded();
  };
  return (
    <ConfirmDialog
      isOpen={props.isOpen}
      question={$t(
        { id: 'groups.delete.question', defaultMessage: 'Delete {name}?' },
        { name: toIsolated(intl, group.name) },
      )}
      keepLabel={$t({ id: 'act.keep', defaultMessage: 'Keep' })}
      doLabel={$t({ id: 'act.delete', defaultMessage: 'Delete' })}
      isBusy={isBusy}
      isOff={!isTyped}
      onKeep={close}
      onDo={() => void run()}
      asks={
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void run();
          }}
        >
          <Field
            label={$t({ id: 'groups.delete.name', defaultMessage: 'Type the name of the group' })}
            hint={group.name}
            value={typed}
            onText={setTyped}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
          />
          <RefusalNote error={error} />
        </form>
      }
    >
      {$t(
        {
          id: 'groups.delete.goes',
          defaultMessage:
            '{photos, plural, =0 {It has no photos.} one {Its photo and what was said about it go with it.} other {Its # photos and what was said about them go with it.}} {people, plural, one {You are the only one in it.} other {It is gone at once for all # people in it.}} Nobody can bring it back.',
        },
        { photos: group.photoCount, people: group.memberCount },
      )}
    </ConfirmDialog>
  );
}
