import { useEffect, useState } from 'react';
import { useConnection } from '#replica/hooks.tsx';
import { Button } from '#ui/button.tsx';
import { ConnectionSign } from '#ui/connection-sign.tsx';
import { Popover } from '#ui/popover.tsx';
import { explain, WORDS } from './connection-words.ts';

/** The small honest status: the drum with its word, and what it means on tap. */
export function ConnectionStatus({ isOverPicture = false }: { isOverPicture?: boolean }) {
  const connection = useConnection();
  return (
    <Popover
      title={WORDS[connection.status]}
      align="end"
      trigger={
        <ConnectionSign state={connection.status} label={WORDS[connection.status]} isOverPicture={isOverPicture} />
      }
    >
      <Meaning />
    </Popover>
  );
}

function Meaning() {
  const connection = useConnection();
  const now = useSeconds(connection.nextCheckAtMs !== undefined);
  const { meaning, why } = explain(connection, now);
  return (
    <>
      <p>{meaning}</p>
      {why && <p className="z-meta z-two">{why}</p>}
      {connection.status !== 'live' && (
        <Button kind="secondary" size="small" onClick={connection.checkNow}>
          Check now
        </Button>
      )}
    </>
  );
}

/** The time, told each second while somebody reads a countdown. */
function useSeconds(isNeeded: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isNeeded) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isNeeded]);
  return now;
}
