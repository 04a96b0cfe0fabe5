// What the answers mean. Pure: the same answers at the same address are the same findings.
import { BYTES } from '@zoetrope/contract/self-check.ts';
import { PIECES_MS, type Probes } from './probes.ts';

/** What a proxy has to be told; each has lines for each proxy. */
export type Topic = 'upgrade' | 'buffering' | 'idle' | 'body' | 'sticky' | 'forwarded' | 'host';
/** What this server has to be told. */
export type Setting = 'PUBLIC_URL' | 'TRUST_PROXY';

export type CheckName =
  | 'poll'
  | 'long-poll'
  | 'http-polling'
  | 'websocket'
  | 'pieces'
  | 'held'
  | 'bytes'
  | 'address'
  | 'visitor';

export type Verdict =
  /** Not answered yet. */
  | { readonly is: 'open' }
  | { readonly is: 'good' }
  /** It works, with a price. */
  | { readonly is: 'note'; readonly why: Why }
  | { readonly is: 'wrong'; readonly why: Why };

export type Why =
  | { readonly says: 'blocked' | 'not-sticky' | 'kept-back' | 'too-large' | 'nobody-named' | 'proxy-not-trusted' }
  | { readonly says: 'cut'; readonly afterSeconds: number }
  | { readonly says: 'other-address'; readonly seen: string; readonly typed: string }
  | { readonly says: 'other-public-url'; readonly publicUrl: string; readonly typed: string }
  | { readonly says: 'no-public-url'; readonly typed: string };

export interface Finding {
  readonly check: CheckName;
  readonly verdict: Verdict;
  readonly topics: readonly Topic[];
  readonly settings: readonly Setting[];
}

const OPEN: Verdict = { is: 'open' };
const GOOD: Verdict = { is: 'good' };

/** In the order in which the page shows them. `typed` is the origin that the browser has in its address bar. */
export function judge(probes: Partial<Probes>, typed: string): Finding[] {
  return [
    finding('poll', rung(probes.poll), 'host'),
    finding('long-poll', rung(probes.longPoll), 'idle'),
    pollingFinding(probes),
    finding('websocket', rung(probes.webSocket), 'upgrade'),
    finding('held', held(probes), 'idle'),
    finding('pieces', pieces(probes), 'buffering'),
    finding('bytes', bytes(probes), 'body'),
    addressFinding(probes, typed),
    visitorFinding(probes),
  ];
}

function finding(check: CheckName, verdict: Verdict, ...topics: Topic[]): Finding {
  return { check, verdict, topics: isFine(verdict) ? [] : topics, settings: [] };
}
const isFine = ({ is }: Verdict): boolean => is === 'good' || is === 'open';

const rung = (trial: Probes['poll'] | undefined): Verdict =>
  !trial ? OPEN : trial.works ? GOOD : { is: 'wrong', why: { says: 'blocked' } };

function pollingFinding({ httpPolling, seen }: Partial<Probes>): Finding {
  if (!httpPolling || !seen) return finding('http-polling', OPEN);
  const worked = httpPolling.filter((trial) => trial.works).length;
  if (worked === httpPolling.length) return finding('http-polling', GOOD);
  const areMany = new Set(seen.map(({ node }) => node)).size > 1;
  // With one process there is nothing to be sticky to.
  if (worked > 0 || areMany) return finding('http-polling', { is: 'wrong', why: { says: 'not-sticky' } }, 'sticky');
  return finding('http-polling', { is: 'wrong', why: { says: 'blocked' } }, 'upgrade');
}

function held(probes: Partial<Probes>): Verdict {
  if (!('heldCutAfterMs' in probes)) return OPEN;
  if (probes.heldCutAfterMs === undefined) return GOOD;
  return { is: 'wrong', why: { says: 'cut', afterSeconds: Math.round(probes.heldCutAfterMs / 1000) } };
}

function pieces(probes: Partial<Probes>): Verdict {
  if (!('piecesSpreadMs' in probes)) return OPEN;
  const spreadMs = probes.piecesSpreadMs ?? 0;
  return spreadMs > PIECES_MS / 2 ? GOOD : { is: 'note', why: { says: 'kept-back' } };
}

function bytes(probes: Partial<Probes>): Verdict {
  if (!('bytesArrived' in probes)) return OPEN;
  return probes.bytesArrived === BYTES ? GOOD : { is: 'wrong', why: { says: 'too-large' } };
}

function addressFinding({ seen }: Partial<Probes>, typed: string): Finding {
  const one = seen?.[0];
  if (!seen) return finding('address', OPEN);
  if (!one) return finding('address', { is: 'wrong', why: { says: 'blocked' } }, 'host');
  const { publicUrl, trustProxy } = one.settings;
  const other = seen.find(({ origin }) => origin !== typed);
  const base = { check: 'address', topics: [] as Topic[], settings: [] as Setting[] } as const;
  if (publicUrl !== null && publicUrl !== typed)
    return {
      ...base,
      verdict: { is: 'wrong', why: { says: 'other-public-url', publicUrl, typed } },
      settings: ['PUBLIC_URL'],
    };
  if (other)
    return {
      ...base,
      verdict: { is: 'wrong', why: { says: 'other-address', seen: other.origin, typed } },
      topics: ['host', 'forwarded'],
      settings: trustProxy ? [] : ['TRUST_PROXY'],
    };
  if (publicUrl === null)
    return { ...base, verdict: { is: 'note', why: { says: 'no-public-url', typed } }, settings: ['PUBLIC_URL'] };
  return { ...base, verdict: GOOD };
}

/** Limits on attempts count addresses: with one address for all, one person's wrong passwords lock everybody out. */
function visitorFinding({ seen }: Partial<Probes>): Finding {
  const one = seen?.[0];
  if (!one) return finding('visitor', OPEN);
  const isNamed = 'x-forwarded-for' in one.forwarded || 'forwarded' in one.forwarded;
  const isProxied = Object.keys(one.forwarded).length > 0;
  const base = { check: 'visitor', topics: [] as Topic[], settings: [] as Setting[] } as const;
  if (isProxied && !one.settings.trustProxy)
    return { ...base, verdict: { is: 'wrong', why: { says: 'proxy-not-trusted' } }, settings: ['TRUST_PROXY'] };
  if (one.settings.trustProxy && !isNamed)
    return { ...base, verdict: { is: 'wrong', why: { says: 'nobody-named' } }, topics: ['forwarded'] };
  return { ...base, verdict: GOOD };
}
