import { LIMITS } from '@zoetrope/contract/limits.ts';
import { editSite, Site, SITE_ID } from '@zoetrope/contract/features/site.ts';
import { useState } from 'react';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { useCommand, useRow } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Select } from '#ui/select.tsx';
import { Switch } from '#ui/switch.tsx';
import { fieldWords } from '#words/field-words.ts';

const POLICIES = [
  { value: 'invited', label: 'Whoever has an invitation' },
  { value: 'open', label: 'Anybody' },
  { value: 'closed', label: 'Nobody' },
] as const;

/** What an administrator decides for the whole site; nothing for everybody else. */
export function SiteSettings() {
  const site = useRow(Site, SITE_ID);
  const edit = useCommand(editSite);
  const [name, setName] = useState<string>();
  const { isBusy, error, send } = useSending();
  if (!site || !edit.can({})) return null;
  return (
    <section className="page-section">
      <h2>This site</h2>
      <Select
        label="Who may make an account"
        value={site.signUp}
        options={POLICIES}
        onPick={(signUp) => void send(() => edit.run({ signUp }))}
      />
      <Switch
        label="Photos for everyone"
        hint="People may show photos to anybody who opens the front page, signed in or not."
        isOn={site.everyone}
        onSwitch={(everyone) => void send(() => edit.run({ everyone }))}
      />
      <form
        className="page-section"
        onSubmit={(event) => {
          event.preventDefault();
          void send(() => edit.run({ name: name ?? site.name })).then((isDone) => isDone && setName(undefined));
        }}
      >
        <Field
          label="Name of the site"
          value={name ?? site.name}
          onText={setName}
          error={fieldWords('name', error?.fields?.name)}
          maxGraphemes={LIMITS.nameGraphemes}
        />
        <p className="page-actions">
          <Button type="submit" isBusy={isBusy} disabled={name === undefined || name.trim() === site.name}>
            Save the name
          </Button>
        </p>
      </form>
      <RefusalNote error={error} />
    </section>
  );
}
