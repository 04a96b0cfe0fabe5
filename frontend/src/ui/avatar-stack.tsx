import type { CSSProperties } from 'react';
import { Avatar } from './avatar.tsx';
import type { Face } from './avatar.tsx';

/** A few faces that overlap, then "+8". Decorative: a sentence beside it says who they are. */
export function AvatarStack(props: { faces: readonly Face[]; sizePx?: number; max?: number; totalCount?: number }) {
  const { faces, sizePx = 34, max = 4 } = props;
  const total = props.totalCount ?? faces.length;
  const shown = faces.slice(0, total > max ? max - 1 : max);
  const rest = total - shown.length;
  return (
    <span className="z-stack" aria-hidden="true">
      {shown.map((face) => (
        <Avatar key={face.id} face={face} sizePx={sizePx} isDecorative isShort />
      ))}
      {rest > 0 && (
        <span className="z-avatar z-avatar-more" style={{ '--z': `${sizePx}px` } as CSSProperties}>
          +{rest}
        </span>
      )}
    </span>
  );
}
