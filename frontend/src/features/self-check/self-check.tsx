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
import { defineMessages, useIntl } from 'react-intl';

const VERDICTS = defineMessages({
  good: { id: 'selfCheck.is.good', defaultMessage: 'Good' },
  note: { id: 'selfCheck.is.note', defaultMessage: 'Could be better' },
  wrong: { id: 'selfCheck.is.wrong', defaultMessage: 'Wrong' },
});

/** Opens every road between this browser and the server, and says what stands in the way. For administrators. */
export function SelfCheck({ http, typed }: { http: Http; typed: string }) {
  const { $t } = useIntl();
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
        {$t(
          {
            id: 'selfCheck.lede',
            defaultMessage:
              'This page opens every road from your browser to the server behind {typed}, and says what a proxy in between has to be told. It takes half a minute.',
          },
          { typed },
        )}
      </p>
      <p className="page-actions">
        <Button kind="secondary" icon="retry" isBusy={isBusy} onClick={() => void run()}>
          {$t({ id: 'selfCheck.again', defaultMessage: 'Check again' })}
        </Button>
      </p>
      <ul className="check-list" aria-label={$t({ id: 'selfCheck.list', defaultMessage: 'Checks' })} aria-busy={isBusy}>
        {findings.map((finding) => (
          <Row key={finding.check} finding={finding} />
        ))}
      </ul>
      {!isBusy && <Remedies findings={findings} typed={typed} peer={probes.seen?.[0]?.peer ?? ''} />}
    </>
  );
}

function Row({ finding }: { finding: Finding }) {
  const intl = useIntl();
  const { $t } = intl;
  const { is } = finding.verdict;
  return (
    <li className={classNames('check-row', `check-row-${is}`)}>
      <span className="check-sign">
        {is === 'open' ? <Drum state="turning" /> : <Icon name={is === 'good' ? 'check' : 'warning'} />}
      </span>
      <span className="check-title">
        {$t(TITLES[finding.check])}
        <span className="check-verdict">{is === 'open' ? '' : $t(VERDICTS[is])}</span>
      </span>
      <p>{explain(intl, finding)}</p>
    </li>
  );
}

function Remedies({ findings, typed, peer }: { findings: readonly Finding[]; typed: string; peer: string }) {
  const { $t } = useIntl();
  const [proxy, setProxy] = useState<Proxy>('nginx');
  const topics = [...new Set(findings.flatMap((finding) => finding.topics))];
  const settings = [...new Set(findings.flatMap((finding) => finding.settings))];
  return (
    <>
      {settings.length > 0 && (
        <section className="page-section">
          <h2>{$t({ id: 'selfCheck.server', defaultMessage: 'For this server' })}</h2>
          <p className="z-two">
            {$t({ id: 'selfCheck.server.how', defaultMessage: 'Set this in its environment, and start it again.' })}
          </p>
          <CodeLines
            text={settingsFor(settings, typed, peer)}
            label={$t({ id: 'selfCheck.settings', defaultMessage: 'Settings of the server' })}
            copyLabel={$t({ id: 'selfCheck.copySettings', defaultMessage: 'Copy the settings' })}
            copiedLabel={$t({ id: 'invites.copied', defaultMessage: 'Copied' })}
          />
        </section>
      )}
      <section className="page-section">
        <h2>
          {topics.length > 0
            ? $t({ id: 'selfCheck.proxy.bad', defaultMessage: 'For the proxy' })
            : $t({ id: 'selfCheck.proxy.any', defaultMessage: 'For a proxy' })}
        </h2>
        <p className="z-two">
          {topics.length > 0
            ? $t({
                id: 'selfCheck.mends',
                defaultMessage: 'These lines mend what was found. Put your own addresses in.',
              })
            : $t({
                id: 'selfCheck.nothing',
                defaultMessage:
                  'Nothing is missing. This is what a proxy in front of this server needs, should you change it.',
              })}
        </p>
        <Select
          label={$t({ id: 'selfCheck.which', defaultMessage: 'Which proxy' })}
          value={proxy}
          options={PROXIES.map((name) => ({ value: name, label: name }))}
          onPick={setProxy}
        />
        <CodeLines
          text={linesFor(proxy, topics)}
          label={$t({ id: 'selfCheck.linesFor', defaultMessage: 'Lines for {proxy}' }, { proxy })}
          copyLabel={$t({ id: 'selfCheck.copyLines', defaultMessage: 'Copy the lines' })}
          copiedLabel={$t({ id: 'invites.copied', defaultMessage: 'Copied' })}
        />
      </section>
    </>
  );
}
