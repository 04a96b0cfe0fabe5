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
  /** What it is, where it is not as the others; in the other corner. */
  mark?: { icon: IconName; text: string };
  /** "+6" over the last print of a batch. */
  moreText?: string;
  /** Just before the page changes. */
  onOpen?: () => void;
  /** Set while somebody selects: a press picks instead of opening. */
  isSelected?: boolean | undefined;
  /** With it the print can be picked; a mouse over it shows where. */
  onPick?: ((isExtending: boolean) => void) | undefined;
};

/** A print that leads to its page, with the few marks that a print may carry. Fills its box. */
export function Tile(props: Props) {
  const { href, label, tabIndex, children, isFresh, tag, mark, moreText, onOpen, isSelected, onPick } = props;
  const isSelecting = isSelected !== undefined;
  return (
    <Link
      href={href}
      aria-label={label}
      tabIndex={tabIndex}
      draggable={false}
      hasSharedPicture
      {...(isSelecting && { role: 'checkbox', 'aria-checked': isSelected })}
      className={classNames(
        'z-tile',
        isFresh && !isSelecting && 'z-tile-fresh',
        isSelected && 'z-tile-selected',
        isSelecting && 'z-tile-pickable',
      )}
      onClick={(event) => {
        const isOnTick = (event.target as Element).closest('.z-tile-tick') !== null;
        const isPick = isSelecting || isOnTick || event.shiftKey;
        if (event.ctrlKey || event.metaKey) return;
        if (!onPick || !isPick) {
          onOpen?.();
          return;
        }
        event.preventDefault();
        onPick(event.shiftKey);
      }}
    >
      {children}
      {mark && <Corner {...mark} className="z-tile-mark" />}
      {tag && <Corner {...tag} className="z-tile-tag" />}
      {moreText && <span className="z-tile-more z-num">{moreText}</span>}
      {onPick && (
        <span className="z-tile-tick">{(isSelected || !isSelecting) && <Icon name="check" size="small" />}</span>
      )}
    </Link>
  );
}

function Corner({ icon, text, className }: { icon: IconName; text: string; className: string }) {
  return (
    <span className={classNames('z-tile-corner', 'z-num', className)}>
      <Icon name={icon} size="small" />
      {text}
    </span>
  );
}
