import { useIntl } from 'react-intl';
import { Select } from '#ui/select.tsx';
import { useToast } from '#ui/toast.tsx';
import { chooseLanguage, LANGUAGES, useSpoken, type Language, type LanguageChoice } from '#words/language.ts';

/** The language of this device, each called by its own name. */
export function LanguageSelect({ isLabelHidden = false }: { isLabelHidden?: boolean }) {
  const { $t } = useIntl();
  const { choice } = useSpoken();
  const toast = useToast();
  const pick = (next: LanguageChoice) => {
    chooseLanguage(next).catch(() =>
      toast({
        text: $t({
          id: 'language.failed',
          defaultMessage: 'The texts of this language did not load. Everything stays as it was; try again.',
        }),
      }),
    );
  };
  return (
    <Select<LanguageChoice>
      label={$t({ id: 'language.label', defaultMessage: 'Language' })}
      {...(isLabelHidden && { isLabelHidden, icon: 'globe' as const })}
      value={choice}
      options={[
        { value: 'system', label: $t({ id: 'language.system', defaultMessage: 'As the device' }) },
        ...(Object.keys(LANGUAGES) as Language[]).map((value) => ({ value, label: LANGUAGES[value].name })),
      ]}
      onPick={pick}
    />
  );
}
