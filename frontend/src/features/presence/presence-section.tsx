import { Switch } from '#ui/switch.tsx';
import { choosePresence, usePresenceChoice } from './presence-choice.ts';

/** The choice not to be seen, which is also not to see. */
export function PresenceSection() {
  const isShown = usePresenceChoice();
  return (
    <section className="page-section">
      <h2>Being there</h2>
      <Switch
        label="Show who is looking and writing"
        hint="Others see while you look at a photo or write under it, and you see them. Nothing of it is kept. Only for this device."
        isOn={isShown}
        onSwitch={choosePresence}
      />
    </section>
  );
}
