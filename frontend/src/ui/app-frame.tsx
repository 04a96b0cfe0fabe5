import './app-frame.css';
import type { ReactNode } from 'react';
import { Badge, Dot } from './badge.tsx';
import { firstGraphemes } from './graphemes.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import { Link } from './link-slot.tsx';
import { Mark, Wordmark } from './mark.tsx';
import { useIntl } from 'react-intl';

export type FramePlace = {
  href: string;
  label: string;
  icon: IconName;
  isCurrent?: boolean;
  /** What was not seen there yet; in words for readers. */
  news?: { count: number; label: string };
};

export type ShelfEntry = {
  href: string;
  label: string;
  pictureUrl?: string | undefined;
  isCurrent?: boolean;
  /** In words: something happens there right now. */
  liveLabel?: string;
};

type Props = {
  labels: { main: string; skip: string; brand: string };
  homeHref: string;
  /** Rail and sidebar. */
  places: readonly FramePlace[];
  /** The phone's bar: two before and two after the button in the middle. */
  barPlaces: readonly FramePlace[];
  add: { label: string; onPick: () => void };
  shelf?: { title: string; entries: readonly ShelfEntry[] };
  /** At the foot of the sidebar. */
  foot?: ReactNode;
  /** Beside every page, for as long as there is something to say: over the phone's bar, where room is kept free, or in the side. */
  note?: ReactNode;
  children: ReactNode;
};

/** The frame of the app: bar at the bottom of a phone, rail on a tablet, sidebar on a desktop. */
export function AppFrame(props: Props) {
  const { add, shelf } = props;
  return (
    <div className="z-app">
      <a className="z-skip" href="#content">
        {props.labels.skip}
      </a>
      <nav className="z-side" aria-label={props.labels.main}>
        <Link className="z-nav z-nav-brand" href={props.homeHref} aria-label={props.labels.brand}>
          <Mark />
          <span className="z-wide">
            <Wordmark />
          </span>
        </Link>
        {props.places.map((place) => (
          <Link
            key={place.href}
            className="z-nav"
            href={place.href}
            title={place.label}
            aria-current={place.isCurrent ? 'page' : undefined}
          >
            <Icon name={place.icon} size="large" />
            <span className="z-nav-label">{place.label}</span>
            {place.news && place.news.count > 0 && <News news={place.news} />}
          </Link>
        ))}
        <button type="button" className="z-nav z-nav-add" title={add.label} onClick={add.onPick}>
          <Icon name="plus" size="large" />
          <span className="z-nav-label">{add.label}</span>
        </button>
        {shelf && shelf.entries.length > 0 && (
          <>
            <h2 className="z-nav-title z-wide">{shelf.title}</h2>
            <div className="z-shelf">
              {shelf.entries.map((entry) => (
                <Link
                  key={entry.href}
                  className="z-nav z-nav-shelf"
                  href={entry.href}
                  title={entry.label}
                  aria-current={entry.isCurrent ? 'page' : undefined}
                >
                  <span className="z-square" aria-hidden="true">
                    {entry.pictureUrl ? <img src={entry.pictureUrl} alt="" /> : firstGraphemes(entry.label, 1)}
                  </span>
                  <span className="z-nav-label z-clip" dir="auto">
                    {entry.label}
                  </span>
                  {entry.liveLabel && <Dot label={entry.liveLabel} />}
                </Link>
              ))}
            </div>
          </>
        )}
        {(props.note || props.foot) && (
          <div className="z-side-foot">
            {props.note && <p className="z-side-note">{props.note}</p>}
            {props.foot}
          </div>
        )}
      </nav>
      <div className="z-page" id="content" tabIndex={-1}>
        {props.children}
      </div>
      <nav className="z-bar" aria-label={props.labels.main}>
        {props.note && <p className="z-bar-note">{props.note}</p>}
        {props.barPlaces.slice(0, 2).map((place) => (
          <BarPlace key={place.href} place={place} />
        ))}
        <button type="button" className="z-bar-add" aria-label={add.label} onClick={add.onPick}>
          <Icon name="plus" size="large" />
        </button>
        {props.barPlaces.slice(2, 4).map((place) => (
          <BarPlace key={place.href} place={place} />
        ))}
      </nav>
    </div>
  );
}

function BarPlace({ place }: { place: FramePlace }) {
  return (
    <Link href={place.href} aria-current={place.isCurrent ? 'page' : undefined}>
      <Icon name={place.icon} size="large" />
      {place.label}
      {place.news && place.news.count > 0 && <Dot label={place.news.label} />}
    </Link>
  );
}

function News({ news }: { news: { count: number; label: string } }) {
  const { formatNumber } = useIntl();
  return (
    <span className="z-nav-news">
      <span className="z-wide" aria-hidden="true">
        <Badge kind="now">{formatNumber(news.count)}</Badge>
      </span>
      <Dot label={news.label} />
    </span>
  );
}

/** The line at the top of a page: where one is, then what one may do there. Stays while one scrolls. */
export function TopBar(props: { title: ReactNode; start?: ReactNode; end?: ReactNode }) {
  return (
    <header className="z-top">
      {props.start}
      <h1 className="z-clip">{props.title}</h1>
      <div className="z-top-end">{props.end}</div>
    </header>
  );
}
