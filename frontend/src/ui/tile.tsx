import './tile.css';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import { Link } from './link-slot.tsx';

type Props = {
  href: string;
  /** The whole name for readers, with "new" or "selected" in it where that holds. */
  label: string;
  tabIndex?: 0 | -1;
  children: ReactNode;
  /** One lit slit in the corner: added since the last visit. */
  isFresh?: boolean;
  /** A count in the corner. */
  tag?: { icon: IconName; text: string };
  /** "+6" over the last print of a batch. */
  moreText?: string;
  /** Set while selecting: a press picks instead of opening. */
  selection?: { isSelected: boolean; onToggle: (isExtending: boolean) => void };
};

/** A print that leads to its page, with the few marks that a print may carry. Fills its box. */
export function Tile({ href, label, tabIndex, children, isFresh, tag, moreText, selection }: Props) {
  return (
    <Link
      href={href}
      aria-label={label}
      tabIndex={tabIndex}
      draggable={false}
      className={classNames(
        'z-tile',
        isFresh && !selection && 'z-tile-fresh',
        selection?.isSelected && 'z-tile-selected',
      )}
      onClick={(event) => {
        if (!selection) return;
        event.preventDefault();
        selection.onToggle(event.shiftKey);
      }}
    >
      {children}
      {tag && (
        <span className="z-tile-tag z-num">
          <Icon name={tag.icon} size="small" />
          {tag.text}
        </span>
      )}
      {moreText && <span className="z-tile-more z-num">{moreText}</span>}
      {selection && <span className="z-tile-tick">{selection.isSelected && <Icon name="check" size="small" />}</span>}
    </Link>
  );
}
