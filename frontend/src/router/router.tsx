// Which page stands at the address, and how one gets elsewhere. A page is fetched before the address changes to it, so that
// the one before stays until then. docs/decisions/0016 says why it is our own.
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
import { flushSync } from 'react-dom';
import { readLocation, toAddress, toLocation, writeLocation, type Location } from './history.ts';
import { keepPlaces } from './places.ts';
import { findRoute, type Params, type Route } from './routes.ts';
import { expectWayBack, goBack, leavePlace } from './way-back.ts';

export interface NavigateOptions {
  /** In place of the entry of the history that is there now. */
  readonly replace?: boolean;
  readonly state?: unknown;
  /** The page stays as far scrolled as it is. */
  readonly preventScrollReset?: boolean;
  /** Shown as a movement (View Transitions), and so on the way back. */
  readonly hasTransition?: boolean;
}
/** To an address of this site, or so many entries back; resolves when its page stands there. */
export type Navigate = (to: string | number, options?: NavigateOptions) => Promise<void>;

interface Standing {
  readonly location: Location;
  readonly route: Route | undefined;
  readonly params: Params;
  /** undefined when its files did not come, or there is no page for the address. */
  readonly Page: ComponentType | undefined;
  readonly error?: unknown;
}

interface RouterView {
  readonly standing: Standing;
  readonly navigate: Navigate;
}
const RouterContext = createContext<RouterView | undefined>(undefined);

function useRouter(): RouterView {
  const view = useContext(RouterContext);
  if (!view) throw new Error('this needs a Router above it');
  return view;
}

export const useStanding = (): Standing => useRouter().standing;
export const useNavigate = (): Navigate => useRouter().navigate;
export const useLocation = (): Location => useStanding().location;
export const useParams = (): Params => useStanding().params;
/** What stands behind the question mark. */
export function useSearch(): URLSearchParams {
  const { search } = useLocation();
  return useMemo(() => new URLSearchParams(search), [search]);
}

/** Leads elsewhere as soon as it is shown, in place of the entry that is there. */
export function Redirect({ to }: { to: string }) {
  const navigate = useNavigate();
  useEffect(() => void navigate(to, { replace: true }), [navigate, to]);
  return null;
}

interface Props {
  readonly routes: readonly Route[];
  /** What stands at the present address, where its page is here already. */
  readonly first: Standing | undefined;
  /** Shown until the first page is here. */
  readonly whileLoading: ReactNode;
  readonly children: ReactNode;
}

/** What stands at an address, once its page is fetched. Never rejects. */
export async function findStanding(routes: readonly Route[], location: Location): Promise<Standing> {
  const found = findRoute(routes, location.pathname);
  const stands = { location, route: found?.route, params: found?.params ?? {} };
  try {
    return { ...stands, Page: await found?.route.load() };
  } catch (error) {
    return { ...stands, Page: undefined, error };
  }
}

/** Where a page begins that has no place to go back to. `top`: or where its `#` leads. */
type Beginning = 'stay' | 'top';

/** On top is where the first page is already: to be told so, a browser lays it out once more. */
const beginningOfFirst = ({ hash }: Location): Beginning => (hash === '' ? 'stay' : 'top');
const beginningOf = (location: Location, otherwise: Beginning): Beginning | 'back' =>
  expectWayBack(location.key) ? 'back' : otherwise;

/** Follows the address. `children` show what `useStanding` says. */
export function Router({ routes, first, whileLoading, children }: Props) {
  const [standing, setStanding] = useState(first);
  const latest = useRef(first);
  /** The newest wish; an older page that comes later is not shown. */
  const turn = useRef(0);
  /** Keys of entries to which a movement led. */
  const moved = useRef(new Set<string>());
  const [atFirst] = useState(() => (first ? beginningOf(first.location, beginningOfFirst(first.location)) : 'stay'));
  const scrolling = useRef(atFirst);

  const show = useCallback((next: Standing, otherwise: Beginning, isMoving: boolean) => {
    if (latest.current) leavePlace(latest.current.location.key);
    scrolling.current = beginningOf(next.location, otherwise);
    latest.current = next;
    if (isMoving && 'startViewTransition' in document)
      document.startViewTransition(() => flushSync(() => setStanding(next)));
    else setStanding(next);
  }, []);

  const load = useCallback(
    async (location: Location): Promise<Standing | undefined> => {
      const mine = ++turn.current;
      const stands = await findStanding(routes, location);
      return mine === turn.current ? stands : undefined;
    },
    [routes],
  );

  const navigate = useCallback<Navigate>(
    async (to, { replace = false, state = null, preventScrollReset = false, hasTransition = false } = {}) => {
      if (typeof to === 'number') return history.go(to);
      const from = latest.current?.location ?? readLocation();
      const location = toLocation(to, from, state, replace);
      const next = await load(location);
      if (!next) return undefined;
      if (hasTransition || (replace && moved.current.has(from.key))) moved.current.add(location.key);
      writeLocation(location, replace);
      return show(next, preventScrollReset ? 'stay' : 'top', hasTransition);
    },
    [load, show],
  );

  useEffect(() => {
    history.scrollRestoration = 'manual';
    const follow = async () => {
      const from = latest.current?.location;
      const location = readLocation(from);
      const next = await load(location);
      if (!next) return;
      const later = from && from.index > location.index ? from : location;
      show(next, from ? 'top' : beginningOfFirst(location), from !== undefined && moved.current.has(later.key));
    };
    const leave = () => {
      if (latest.current) leavePlace(latest.current.location.key);
      keepPlaces();
    };
    // A phone ends a page that it has hidden without another word.
    const onVisibility = () => {
      if (document.hidden) leave();
    };
    const onPop = () => void follow();
    if (!latest.current) void follow();
    addEventListener('popstate', onPop);
    addEventListener('pagehide', leave);
    addEventListener('visibilitychange', onVisibility);
    return () => {
      removeEventListener('popstate', onPop);
      removeEventListener('pagehide', leave);
      removeEventListener('visibilitychange', onVisibility);
    };
  }, [load, show]);

  useLayoutEffect(() => {
    const to = scrolling.current;
    scrolling.current = 'stay';
    if (!standing || to === 'stay') return;
    const { key, hash } = standing.location;
    const target = hash === '' ? null : document.getElementById(hash.slice(1));
    if (to === 'back') goBack(key);
    else if (target) target.scrollIntoView();
    else scrollTo({ top: 0, behavior: 'instant' });
  }, [standing]);

  const view = useMemo(() => standing && { standing, navigate }, [standing, navigate]);
  if (!view) return whileLoading;
  return <RouterContext value={view}>{children}</RouterContext>;
}

/** Whether a press on a link to this address is the app's to follow: in this window, on this site, with nothing held. */
export const isOurs = (event: React.MouseEvent<HTMLAnchorElement>): boolean =>
  event.button === 0 &&
  !(event.metaKey || event.altKey || event.ctrlKey || event.shiftKey) &&
  !event.defaultPrevented &&
  (event.currentTarget.target === '' || event.currentTarget.target === '_self') &&
  event.currentTarget.origin === location.origin;

/** Where an address leads that is the present one: there it takes the place of the entry, as in browsers. */
export const isHere = (to: string, at: Location): boolean =>
  toAddress(toLocation(to, at, null, true)) === toAddress(at);

/** A place without a history, for tests of what stands somewhere. */
export function StillRouter({ children }: { children: ReactNode }) {
  const location = { pathname: '/', search: '', hash: '', state: null, key: 'first', index: 0 };
  const standing = { location, route: undefined, params: {}, Page: undefined };
  return <RouterContext value={{ standing, navigate: () => Promise.resolve() }}>{children}</RouterContext>;
}
