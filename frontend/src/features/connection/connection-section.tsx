import { useConnection } from '#replica/hooks.tsx';
import { Switch } from '#ui/switch.tsx';
import { useIntl } from 'react-intl';

/** The choice to stay on plain polling, for networks that break everything else. */
export function ConnectionSection({ onChoose }: { onChoose: (isStaying: boolean) => void }) {
  const { $t } = useIntl();
  const { isStayingOnPolling } = useConnection();
  return (
    <section className="page-section">
      <h2>{$t({ id: 'connection.title', defaultMessage: 'Connection' })}</h2>
      <Switch
        label={$t({ id: 'connection.stay', defaultMessage: 'Stay on polling' })}
        hint={$t({
          id: 'connection.stay.hint',
          defaultMessage: 'Ask for news every 5 seconds and nothing else. Only for this device.',
        })}
        isOn={isStayingOnPolling()}
        onSwitch={onChoose}
      />
    </section>
  );
}
