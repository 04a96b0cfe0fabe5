import './self-check.css';
import { useCallback, useEffect, useState } from 'react';
import type { Http } from '#replica/http.ts';
import { Button } from '#ui/button.tsx';
import { classNames } from '#ui/class-names.ts';
import { CodeLines } from '#ui/code-lines.tsx';
import { Drum } from '#ui/drum.tsx';
import { Icon } from '#ui/icon.tsx';
import { Select } from '#ui/select.tsx';
import { judge, type Finding } from './judge.ts';
import { probe, type Probes } from './probes.ts';
import { linesFor, PROXIES, settingsFor, type Proxy } from './proxy-lines.ts';
import { explain, TITLES } from './self-check-words.ts';

const VERDICTS = { open: '', good: 'Good', note: 'Could be better', wrong: 'Wrong' } as const;

/** Opens every road between this browser and the server, and says what stands in the way. For administrators. */
export function SelfCheck({ http, typed }: { http: Http; typed: string }) {
  const [probes, setProbes] = useState<Partial<Probes>>({});
  const [isBusy, setIsBusy] = useState(true);
  const run = useCallback(async () => {
    setProbes({});
    setIsBusy(true);
    await probe(http, (part) => setProbes((before) => ({ ...before, ...part })));
    setIsBusy(false);
  }, [http]);
  useEffect(() => void run(), [run]);
  const findings = judge(probes, typed);
  return (
    <>
      <p className="z-two">
        {`This page opens every road from your browser to the server behind ${typed}, and says what a proxy in between has to be told. It takes half a minute.`}
      </p>
      <p className="page-actions">
        <Button kind="secondary" icon="retry" isBusy={isBusy} onClick={() => void run()}>
          Check again
        </Button>
      </p>
      <ul className="check-list" aria-label="Checks" aria-busy={isBusy}>
        {findings.map((finding) => (
          <Row key={finding.check} finding={finding} />
        ))}
      </ul>
      {!isBusy && <Remedies findings={findings} typed={typed} peer={probes.seen?.[0]?.peer ?? ''} />}
    </>
  );
}

function Row({ finding }: { finding: Finding }) {
  const { is } = finding.verdict;
  return (
    <li className={classNames('check-row', `check-row-${is}`)}>
      <span className="check-sign">
        {is === 'open' ? <Drum state="turning" /> : <Icon name={is === 'good' ? 'check' : 'warning'} />}
      </span>
      <span className="check-title">
        {TITLES[finding.check]}
        <span className="check-verdict">{VERDICTS[is]}</span>
      </span>
      <p>{explain(finding)}</p>
    </li>
  );
}

function Remedies({ findings, typed, peer }: { findings: readonly Finding[]; typed: string; peer: string }) {
  const [proxy, setProxy] = useState<Proxy>('nginx');
  const topics = [...new Set(findings.flatMap((finding) => finding.topics))];
  const settings = [...new Set(findings.flatMap((finding) => finding.settings))];
  return (
    <>
      {settings.length > 0 && (
        <section className="page-section">
          <h2>For this server</h2>
          <p className="z-two">Set this in its environment, and start it again.</p>
          <CodeLines
            text={settingsFor(settings, typed, peer)}
            label="Settings of the server"
            copyLabel="Copy the settings"
            copiedLabel="Copied"
          />
        </section>
      )}
      <section className="page-section">
        <h2>{topics.length > 0 ? 'For the proxy' : 'For a proxy'}</h2>
        <p className="z-two">
          {topics.length > 0
            ? 'These lines mend what was found. Put your own addresses in.'
            : 'Nothing is missing. This is what a proxy in front of this server needs, should you change it.'}
        </p>
        <Select
          label="Which proxy"
          value={proxy}
          options={PROXIES.map((name) => ({ value: name, label: name }))}
          onPick={setProxy}
        />
        <CodeLines
          text={linesFor(proxy, topics)}
          label={`Lines for ${proxy}`}
          copyLabel="Copy the lines"
          copiedLabel="Copied"
        />
      </section>
    </>
  );
}
