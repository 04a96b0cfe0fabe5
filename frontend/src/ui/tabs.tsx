import './tabs.css';
import type { ReactNode } from 'react';
import { Link } from './link-slot.tsx';
import { useIntl } from 'react-intl';

type Tab = { href: string; label: string; count?: number };

/** Places side by side under one heading; each is a link, so Back and a shared address work. */
export function Tabs(props: { label: string; tabs: readonly Tab[]; current: string; end?: ReactNode }) {
  const { formatNumber } = useIntl();
  const places = (
    <nav className="z-tabs" aria-label={props.label}>
      {props.tabs.map((tab) => (
        <Link key={tab.href} href={tab.href} aria-current={tab.href === props.current ? 'page' : undefined}>
          {tab.label}
          {tab.count !== undefined && <span className="z-num">{formatNumber(tab.count)}</span>}
        </Link>
      ))}
    </nav>
  );
  return props.end === undefined ? (
    places
  ) : (
    <div className="z-tabs-row">
      {places}
      <span className="z-tabs-end">{props.end}</span>
    </div>
  );
}
