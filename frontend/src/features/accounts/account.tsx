// Who is signed in here, and the session that follows from it. A sign-in or sign-out makes another session.
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ComponentType,
  type ReactNode,
} from 'react';
import { ACCOUNTS, type Account, type Me } from '@zoetrope/contract/accounts.ts';
import { VISITOR, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Batch } from '@zoetrope/contract/kernel/wire.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { ReplicaProvider } from '#replica/hooks.tsx';
import { Http } from '#replica/http.ts';
import type { Session, SessionEnd } from '#replica/offers.ts';
import { forgetAllDrafts } from '#replica/kept/drafts.ts';
import { forgetHandedOver } from '#replica/kept/handed-over.ts';
import { findKept, purgeKept, startKeeping, type KeptSession } from '#replica/kept/keeper.ts';
import { endQueueWait, letQueueWait } from '#replica/kept/waiting-queue.ts';
import { Refused } from '#replica/refused.ts';
import { openSession } from '#replica/session.ts';
import { browserTabs } from '#replica/tabs/words.ts';
import { ownPlaces } from '#router/places.ts';
import { onOtherTab, tellSignedIn } from './other-tabs.ts';
import { firstAnswerHere, takeFirstAnswer, type FirstAnswer } from './first-answer.ts';

/** Stays on this device: some networks break everything but plain requests, and the person knows that. */
const POLLING_KEY = 'zoetrope:stay-on-polling';

const ASK_AGAIN_MS = 5_000;

/** A session that ends at once, again and again, is opened no more often than this. */
const SESSION_LEAST_MS = 1_000;

/** `signed-out`: by the person themselves, in another tab. */
export type Ended = SessionEnd | 'signed-out';

interface AccountView {
  /** undefined for a visitor. */
  readonly account: Account | undefined;
  readonly http: Http;
  /** After a sign-in, a sign-up or a reset answered with an account, and the browser has kept its cookie. */
  signedIn(account: Account): void;
  /** Whether the browser has kept the cookie of such an answer. False sets `hasNoCookies`, and nobody is signed in. */
  hasKeptCookie(): Promise<boolean>;
  /** The browser keeps no cookies of this site, so that nobody can stay signed in. */
  readonly hasNoCookies: boolean;
  /** The site has no administrator yet, who could invite: whoever comes may sign up. */
  readonly isUnclaimed: boolean;
  /** Errors: rejects with Refused; then one is still signed in. */
  signOut(): Promise<void>;
  /** Why the last session of an account ended, unless it was ended on this page; nothing once somebody is here again. */
  readonly ended: Ended | undefined;
  /** When what is shown was kept, while the server has not been reached since the page began. */
  readonly keptAtMs: number | undefined;
  /** Remembers the choice on this device and follows it at once. */
  chooseStayOnPolling(chosen: boolean): void;
}

const AccountContext = createContext<AccountView | undefined>(undefined);

export function useAccount(): AccountView {
  const view = useContext(AccountContext);
  if (!view) throw new Error('useAccount needs an AccountProvider above it');
  return view;
}

/**
 * `kept`: from this device, for the server could not be asked. `first`: what the server said of topics when it said who this
 * is.
 */
interface Known {
  readonly state: 'known';
  readonly me: Me;
  readonly kept?: KeptSession;
  readonly first?: readonly Batch[];
}
type Standing = { readonly state: 'asking' } | { readonly state: 'failed'; readonly isOutdated: boolean } | Known;

const toStanding = ({ me, batches }: FirstAnswer): Known => ({ state: 'known', me, first: batches });

interface Props {
  readonly children: ReactNode;
  readonly whileAsking: ReactNode;
  /** Shown when the server could not be asked who this is, or says that this build of the app is too old to ask. */
  readonly Unreachable: ComponentType<{ onRetry: () => void; isOutdated: boolean }>;
}

/** Asks the server who is here, then gives everything below a session of that caller. */
export function AccountProvider({ children, whileAsking, Unreachable }: Props) {
  const http = useMemo(() => new Http(), []);
  const [standing, setStanding] = useState((): Standing => {
    const first = firstAnswerHere();
    return first ? toStanding(first) : { state: 'asking' };
  });
  const [ended, setEnded] = useState<Ended>();
  // Some browsers say it, others are found out by what they do.
  const [hasNoCookies, setHasNoCookies] = useState(!navigator.cookieEnabled);

  const isOver = useRef(false);
  const [round, setRound] = useState(0);
  const learn = useCallback((known: Known) => {
    setStanding(known);
    if (!known.me.visitor) setEnded((was) => (was === 'outdated-client' ? was : undefined));
    // Also when it is the same person: their session is another.
    if (isOver.current) setRound((before) => before + 1);
    isOver.current = false;
  }, []);
  const askOnce = useCallback(async () => {
    try {
      const first = await takeFirstAnswer();
      learn(first ? toStanding(first) : { state: 'known', me: await http.get<Me>(`${ACCOUNTS}/me`) });
    } catch (error) {
      // An old cookie is no error to the person: they are a visitor now.
      if (error instanceof Refused && error.body.kind === 'unauthenticated') {
        learn({ state: 'known', me: { visitor: true } });
        return;
      }
      const isAway = error instanceof Refused && error.body.kind === 'unavailable';
      const kept = isAway ? await findKept() : undefined;
      const isOutdated = error instanceof Refused && error.body.code === 'outdated-client';
      setStanding(kept ? { state: 'known', me: kept.me as Me, kept } : { state: 'failed', isOutdated });
    }
  }, [http, learn]);
  const ask = useOneAtATime(askOnce);
  const begunWith = useRef(standing.state);
  useEffect(() => {
    if (begunWith.current === 'asking') void ask();
    // Whatever is asked from now on is asked anew.
    else void takeFirstAnswer();
  }, [ask]);
  useAskingAgain(standing.state === 'failed', ask);

  const me = standing.state === 'known' ? standing.me : undefined;
  useLayoutEffect(() => {
    // Said once: the same answer has taken the cookie away.
    if (me?.visitor && me.queueOf !== undefined) letQueueWait(me.queueOf);
  }, [me]);
  const account = me && !me.visitor ? me : undefined;
  const personId = account?.personId;
  const [session, setSession] = useState<Session>();
  const isUnclaimed = standing.state === 'known' && standing.me.visitor && standing.me.isUnclaimed === true;
  const isKnown = standing.state === 'known';
  const kept = standing.state === 'known' ? standing.kept : undefined;
  const first = standing.state === 'known' ? standing.first : undefined;
  const latest = useRef({ account, first });
  useLayoutEffect(() => {
    latest.current = { account, first };
  });
  // Before anything is shown: what is known already is the first that is seen.
  useLayoutEffect(() => {
    if (!isKnown) return undefined;
    const { account: mine, first: batches } = latest.current;
    const caller: Caller = personId ? { kind: 'account', id: personId } : VISITOR;
    const opened = openSession({
      registry,
      caller,
      stayOnPolling: remembered(POLLING_KEY) === 'yes',
      tabs: browserTabs(),
      kept: kept?.topics,
      first: batches,
    });
    const keeper = mine ? startKeeping(mine, opened.replica, opened.http) : undefined;
    if (mine) endQueueWait();
    else void purgeKept();
    ownPlaces(personId ?? '');
    const openedAtMs = Date.now();
    let asking: ReturnType<typeof setTimeout> | undefined;
    const stop = opened.onEnd((end) => {
      // Who was a visitor has been signed out of nothing: somebody has signed in in another tab.
      if (mine || end === 'outdated-client') setEnded((was) => (was === 'signed-out' ? was : end));
      if (end !== 'session-ended') return;
      isOver.current = true;
      // Asking also takes the old cookie away, which would be refused with every picture.
      asking = setTimeout(() => void ask(), Math.max(0, openedAtMs + SESSION_LEAST_MS - Date.now()));
    });
    setSession(opened);
    return () => {
      stop();
      clearTimeout(asking);
      keeper?.stop();
      opened.close();
      setSession(undefined);
    };
  }, [ask, isKnown, kept, personId, round]);
  useEffect(
    () =>
      onOtherTab((did) => {
        const isMine = latest.current.account !== undefined;
        if (did === 'signed-out') setEnded((was) => (isMine || was === 'session-ended' ? 'signed-out' : was));
        void ask();
      }),
    [ask],
  );

  const view = useMemo<AccountView>(
    () => ({
      account,
      http,
      ended,
      keptAtMs: kept?.savedAtMs,
      signedIn: (next) => {
        setEnded(undefined);
        setStanding({ state: 'known', me: { visitor: false, ...next } });
        tellSignedIn();
      },
      hasKeptCookie: async () => {
        const isKept = await isKnownTo(http);
        setHasNoCookies(!isKept);
        return isKept;
      },
      hasNoCookies,
      isUnclaimed,
      signOut: async () => {
        await http.post(`${ACCOUNTS}/sign-out`);
        forgetAllDrafts();
        await Promise.all([purgeKept(), forgetHandedOver()]);
        setEnded(undefined);
        setStanding({ state: 'known', me: { visitor: true } });
      },
      chooseStayOnPolling: (chosen) => {
        remember(POLLING_KEY, chosen ? 'yes' : 'no');
        session?.connection.stayOnPolling(chosen);
      },
    }),
    [account, http, ended, hasNoCookies, isUnclaimed, kept, session],
  );

  if (standing.state === 'failed') return <Unreachable onRetry={() => void ask()} isOutdated={standing.isOutdated} />;
  if (!session) return whileAsking;
  return (
    <AccountContext.Provider value={view}>
      <ReplicaProvider session={session}>{children}</ReplicaProvider>
    </AccountContext.Provider>
  );
}

/** Whether the server knows this browser again. One that cannot be asked just now has said so a moment ago. */
async function isKnownTo(http: Http): Promise<boolean> {
  try {
    return !(await http.get<Me>(`${ACCOUNTS}/me`)).visitor;
  } catch (error) {
    return !(error instanceof Refused && error.body.kind === 'unauthenticated');
  }
}

/** Asked for meanwhile, it is done once more after it: an answer that was slower never follows one that was asked for later. */
function useOneAtATime(work: () => Promise<void>): () => Promise<void> {
  const turn = useRef({ isBusy: false, isDue: false });
  return useCallback(async () => {
    const now = turn.current;
    now.isDue = true;
    if (now.isBusy) return;
    now.isBusy = true;
    while (now.isDue) {
      now.isDue = false;
      // oxlint-disable-next-line no-await-in-loop -- one after the other is what this is for
      await work();
    }
    now.isBusy = false;
  }, [work]);
}

/** While nobody answers: so often, not all pages of a site at once, and as soon as the device has a network. */
function useAskingAgain(hasFailed: boolean, ask: () => Promise<void>): void {
  useEffect(() => {
    if (!hasFailed) return undefined;
    const again = () => void ask();
    const timer = setInterval(again, ASK_AGAIN_MS * (1 + Math.random() / 2));
    addEventListener('online', again);
    return () => {
      clearInterval(timer);
      removeEventListener('online', again);
    };
  }, [hasFailed, ask]);
}

// A browser may forbid storage altogether; then a choice lasts as long as the page.
function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}
