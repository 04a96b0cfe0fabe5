import { useConnection } from '#replica/hooks.tsx';
import { Switch } from '#ui/switch.tsx';

/** The choice to stay on plain polling, for networks that break everything else. */
export function ConnectionSection({ onChoose }: { onChoose: (isStaying: boolean) => void }) {
  const { isStayingOnPolling } = useConnection();
  return (
    <section className="page-section">
      <h2>Connection</h2>
      <Switch
        label="Stay on polling"
        hint="Ask for news every 5 seconds and nothing else. Only for this device."
        isOn={isStayingOnPolling()}
        onSwitch={onChoose}
      />
    </section>
  );
}
