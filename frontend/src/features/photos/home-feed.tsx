import { useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useConnection, useMe } from '#replica/hooks.tsx';
import { OrAway } from '#forms/or-away.tsx';
import { NearScreen } from '#ui/near-screen.tsx';
import { usePageSeen } from '#ui/page-seen.ts';
import { Skeleton, SkeletonPerson, SkeletonPrints } from '#ui/skeleton.tsx';
import { ArrivalPill } from './arrival-pill.tsx';
import { useArrivals } from './arrivals.ts';
import { useFeed } from './feed.ts';
import { FIRST_COLUMN_PX } from './phone-column.ts';
import { RollView } from './roll-view.tsx';
import { toRolls } from './rolls.ts';
import { useGrownPage } from './scroll-place.ts';
import { useIntl } from 'react-intl';

interface Props {
  /** For somebody without a group or a friend. */
  readonly whenAlone: ReactNode;
  /** For somebody whose people have not added anything. */
  readonly whenEmpty: ReactNode;
}

/** Rolls that a screen is full of: more of them take a phone long to draw, and wait until these are seen. */
const SCREEN = 2;
/** Then, so that the next one is there when somebody scrolls. */
const FIRST = 3;
/** How many more, each time the reader comes near their end. */
const STEP = 12;

/** Everything that my groups and friends added, newest first, live. */
export function HomeFeed({ whenAlone, whenEmpty }: Props) {
  const { $t } = useIntl();
  const me = useMe();
  const feed = useFeed();
  const arrivals = useArrivals(feed.photos, feed.isReady, me);
  const rolls = useMemo(() => toRolls(arrivals.shown), [arrivals.shown]);
  const isSeen = usePageSeen();
  // Known before: a phone lays nothing out to learn it, and then once more with what stands in it.
  const [column, widthPx] = useWidth(isSeen ? 0 : (FIRST_COLUMN_PX ?? 0));
  const [count, grow, start] = useGrownPage(FIRST);
  const { loadOlder } = feed;
  const end = useNearEnd(() => {
    grow(STEP);
    if (count + STEP > rolls.length) loadOlder();
  });

  // What comes list by list would push down what was drawn; once it was whole, a new list is news like any other.
  const [wasReady, setWasReady] = useState(feed.isReady);
  if (feed.isReady && !wasReady) setWasReady(true);
  // Without a network the lists that are not on the device do not come; what is there is shown.
  const isAway = useConnection().status === 'offline';
  if (!wasReady && !(isAway && rolls.length > 0)) {
    return (
      <OrAway>
        <Skeleton label={$t({ id: 'photos.loadingFeed', defaultMessage: 'Loading your feed' })}>
          <SkeletonPerson />
          <SkeletonPrints />
        </Skeleton>
      </OrAway>
    );
  }
  if (rolls.length === 0 && arrivals.waiting.length === 0) return feed.isAlone ? whenAlone : whenEmpty;
  return (
    <div ref={column} className="home-feed">
      <ArrivalPill arrivals={arrivals} />
      {widthPx > 0 &&
        rolls.slice(0, isSeen || start ? count : SCREEN).map((roll, index) => (
          <NearScreen key={roll.id} id={roll.id} widthPx={widthPx} start={start}>
            <RollView roll={roll} widthPx={widthPx} openings={arrivals.openings} isFirst={index === 0} />
          </NearScreen>
        ))}
      {isSeen && (count < rolls.length || !feed.isEnd) && <div ref={end} key={`${count} ${rolls.length}`} />}
    </div>
  );
}

/** How wide an element is, in px; `startPx` until it was measured, 0 where nothing is to be drawn before that. */
function useWidth(startPx: number) {
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const [widthPx, setWidthPx] = useState(startPx);
  const isStarted = useRef(startPx > 0);
  useLayoutEffect(() => {
    if (!element) return undefined;
    const measure = () => setWidthPx(element.clientWidth);
    // Else before the paint, with all that is to be laid out.
    if (!isStarted.current) measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, widthPx] as const;
}

/** Calls back when the element comes within two screens. */
function useNearEnd(onNear: () => void) {
  const latest = useRef(onNear);
  useEffect(() => {
    latest.current = onNear;
  });
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  useEffect(() => {
    if (!element) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), {
      rootMargin: '200%',
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return setElement;
}
