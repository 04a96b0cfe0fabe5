import { LIMITS } from '@zoetrope/contract/limits.ts';
import { useState } from 'react';
import { renameGroup } from '@zoetrope/contract/features/groups.ts';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { useCommand } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { useToast } from '#ui/toast.tsx';
import { fieldWords } from '#words/field-words.ts';
import type { GroupRow } from './my-groups.ts';
import { useIntl } from 'react-intl';

export function RenameGroup({ group }: { group: GroupRow }) {
  const intl = useIntl();
  const { $t } = intl;
  const rename = useCommand(renameGroup);
  const toast = useToast();
  const [name, setName] = useState(group.name);
  const { isBusy, error, send } = useSending();
  if (!rename.can({ groupId: group.id, name: group.name })) return null;
  return (
    <form
      className="page-section"
      onSubmit={(event) => {
        event.preventDefault();
        void send(() => rename.run({ groupId: group.id, name })).then((isDone) => {
          if (isDone) toast({ text: $t({ id: 'groups.renamed', defaultMessage: 'The group has its new name.' }) });
        });
      }}
    >
      <h2>{$t({ id: 'groups.rename.title', defaultMessage: 'Name' })}</h2>
      <Field
        label={$t({ id: 'groups.name', defaultMessage: 'Name of the group' })}
        value={name}
        onText={setName}
        error={fieldWords(intl, 'name', error?.fields?.name)}
        maxGraphemes={LIMITS.nameGraphemes}
        autoComplete="off"
      />
      <RefusalNote error={error} beside={['name']} />
      <p className="page-actions">
        <Button type="submit" isBusy={isBusy} disabled={name.trim() === group.name}>
          {$t({ id: 'groups.renameIt', defaultMessage: 'Rename' })}
        </Button>
      </p>
    </form>
  );
}
