import { useAccount } from '#features/accounts/account.tsx';
import { useConnection } from '#replica/hooks.tsx';
import { Switch } from '#ui/switch.tsx';

/** The choice to stay on plain polling, for networks that break everything else. */
export function ConnectionSection() {
  const { isStayingOnPolling } = useConnection();
  const { chooseStayOnPolling } = useAccount();
  return (
    <section className="page-section">
      <h2>Connection</h2>
      <Switch
        label="Stay on polling"
        hint="Ask for news every 5 seconds and nothing else. Only for this device."
        isOn={isStayingOnPolling()}
        onSwitch={chooseStayOnPolling}
      />
    </section>
  );
}
