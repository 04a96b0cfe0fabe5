import './standing-notes.css';
import { useSyncExternalStore } from 'react';
import { useIntl } from 'react-intl';
import { useAccount } from '#features/accounts/account.tsx';
import { useConnection } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { newVersion, takeNewVersion } from './new-version.ts';

/** Two lines that may stand above every page: how old what is shown is, and that a newer app is ready. */
export function StandingNotes() {
  return (
    <div className="standing-notes" role="status">
      <OfflineLine />
      <NewVersionLine />
    </div>
  );
}

function OfflineLine() {
  const intl = useIntl();
  const { keptAtMs } = useAccount();
  const connection = useConnection();
  const asOfMs = connection.lastHeardAtMs() ?? keptAtMs;
  const isOver = connection.reason === 'session-ended' || connection.reason === 'outdated-client';
  if (connection.status !== 'offline' || isOver || asOfMs === undefined) return null;
  const isToday = new Date(asOfMs).toDateString() === new Date().toDateString();
  const clock = isToday
    ? intl.formatTime(asOfMs)
    : intl.formatDate(asOfMs, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <p className="standing-note standing-note-offline">
      {intl.$t({ id: 'app.offlineAsOf', defaultMessage: 'Offline · as of {clock}' }, { clock })}
    </p>
  );
}

function NewVersionLine() {
  const { $t } = useIntl();
  const isReady = useSyncExternalStore(newVersion.subscribe, newVersion.get) !== undefined;
  if (!isReady) return null;
  return (
    <p className="standing-note">
      {$t({ id: 'app.newVersion', defaultMessage: 'A new version is ready' })}
      <Button size="small" kind="secondary" onClick={takeNewVersion}>
        {$t({ id: 'act.reload', defaultMessage: 'Reload' })}
      </Button>
    </p>
  );
}
