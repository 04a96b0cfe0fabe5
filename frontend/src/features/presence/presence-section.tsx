import { Switch } from '#ui/switch.tsx';
import { choosePresence, usePresenceChoice } from './presence-choice.ts';
import { useIntl } from 'react-intl';

/** The choice not to be seen, which is also not to see. */
export function PresenceSection() {
  const { $t } = useIntl();
  const isShown = usePresenceChoice();
  return (
    <section className="page-section">
      <h2>{$t({ id: 'presence.title', defaultMessage: 'Being there' })}</h2>
      <Switch
        label={$t({ id: 'presence.show', defaultMessage: 'Show who is looking and writing' })}
        hint={$t({
          id: 'presence.hint',
          defaultMessage:
            'Others see while you look at a group or a photo or write under it, and you see them. Nothing of it is kept. Only for this device.',
        })}
        isOn={isShown}
        onSwitch={choosePresence}
      />
    </section>
  );
}
