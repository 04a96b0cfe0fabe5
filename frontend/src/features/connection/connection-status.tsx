import './connection-status.css';
import { useEffect, useState } from 'react';
import { useConnection } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { ConnectionSign } from '#ui/connection-sign.tsx';
import { Drum } from '#ui/drum.tsx';
import { Popover } from '#ui/popover.tsx';
import { explain, explainTimes, wordFor } from './connection-words.ts';
import { useIntl } from 'react-intl';

/** The small honest status: the drum with its word, and what it means on tap. */
export function ConnectionStatus({ isOverPicture = false }: { isOverPicture?: boolean }) {
  const { $t } = useIntl();
  const connection = useConnection();
  const { status } = connection;
  const word = $t(wordFor(connection));
  return (
    <Popover
      title={
        <>
          <Drum state={status} size="large" />
          {word}
        </>
      }
      align="end"
      trigger={<ConnectionSign state={status} label={word} isOverPicture={isOverPicture} />}
    >
      <Meaning />
    </Popover>
  );
}

function Meaning() {
  const intl = useIntl();
  const connection = useConnection();
  const now = useSeconds();
  const heardAtMs = connection.lastHeardAtMs();
  return (
    <>
      <p>{explain(intl, connection, now, heardAtMs)}</p>
      <div className="connection-foot">
        <span className="z-meta">{explainTimes(intl, connection, now, heardAtMs)}</span>
        {connection.status !== 'live' && (
          <Button kind="secondary" size="small" icon="retry" onClick={connection.checkNow}>
            {intl.$t({ id: 'connection.try', defaultMessage: 'Try now' })}
          </Button>
        )}
      </div>
    </>
  );
}

/** The time, told each second while somebody reads what it counts. */
function useSeconds(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
