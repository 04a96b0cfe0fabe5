import { LIMITS } from '@zoetrope/contract/limits.ts';
import { BYTES_PER_MEGABYTE, editSite, Site, SITE_ID } from '@zoetrope/contract/features/site.ts';
import { useState } from 'react';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { useCommand, useRow } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Select } from '#ui/select.tsx';
import { Switch } from '#ui/switch.tsx';
import { fieldWords } from '#words/field-words.ts';
import { toSize } from '#words/size.ts';
import { defineMessages, useIntl, type IntlShape } from 'react-intl';

const POLICIES = defineMessages({
  invited: { id: 'site.policy.invited', defaultMessage: 'Whoever has an invitation' },
  open: { id: 'site.policy.open', defaultMessage: 'Anybody' },
  closed: { id: 'site.policy.closed', defaultMessage: 'Nobody' },
});

const GIGABYTES = [1, 5, 20, 100, 500];

/** Round ones, and the one that is set. */
function roomChoices(intl: IntlShape, megabytes: number | null) {
  const known = GIGABYTES.map((gigabytes) => gigabytes * 1_000);
  const all = megabytes === null || known.includes(megabytes) ? known : [...known, megabytes].sort((a, b) => a - b);
  return [
    { value: 'null', label: intl.$t({ id: 'site.room.all', defaultMessage: 'As much as fits' }) },
    ...all.map((one) => ({ value: String(one), label: toSize(intl, one * BYTES_PER_MEGABYTE) })),
  ];
}

/** What an administrator decides for the whole site; nothing for everybody else. */
export function SiteSettings() {
  const intl = useIntl();
  const { $t } = intl;
  const site = useRow(Site, SITE_ID);
  const edit = useCommand(editSite);
  const [name, setName] = useState<string>();
  const { isBusy, error, send } = useSending();
  if (!site || !edit.can({})) return null;
  return (
    <section className="page-section">
      <h2>{$t({ id: 'site.title', defaultMessage: 'This site' })}</h2>
      <Select
        label={$t({ id: 'site.whoMay', defaultMessage: 'Who may make an account' })}
        value={site.signUp}
        options={(['invited', 'open', 'closed'] as const).map((value) => ({ value, label: $t(POLICIES[value]) }))}
        onPick={(signUp) => void send(() => edit.run({ signUp }))}
      />
      <Switch
        label={$t({ id: 'site.everyone', defaultMessage: 'Photos for everyone' })}
        hint={$t({
          id: 'site.everyone.hint',
          defaultMessage: 'People may show photos to anybody who opens the front page, signed in or not.',
        })}
        isOn={site.everyone}
        onSwitch={(everyone) => void send(() => edit.run({ everyone }))}
      />
      <Select
        label={$t({ id: 'site.room', defaultMessage: 'Room for each person’s photos' })}
        hint={$t({
          id: 'site.room.hint',
          defaultMessage: 'Who has used it up keeps everything and can add no more.',
        })}
        value={String(site.personMegabytes)}
        options={roomChoices(intl, site.personMegabytes)}
        onPick={(room) => void send(() => edit.run({ personMegabytes: room === 'null' ? null : Number(room) }))}
      />
      <form
        className="page-section"
        onSubmit={(event) => {
          event.preventDefault();
          void send(() => edit.run({ name: name ?? site.name })).then((isDone) => isDone && setName(undefined));
        }}
      >
        <Field
          label={$t({ id: 'site.name', defaultMessage: 'Name of the site' })}
          value={name ?? site.name}
          onText={setName}
          error={fieldWords(intl, 'name', error?.fields?.name)}
          maxGraphemes={LIMITS.nameGraphemes}
        />
        <p className="page-actions">
          <Button type="submit" isBusy={isBusy} disabled={name === undefined || name.trim() === site.name}>
            {$t({ id: 'site.saveName', defaultMessage: 'Save the name' })}
          </Button>
        </p>
      </form>
      <RefusalNote error={error} beside={['name']} />
    </section>
  );
}
