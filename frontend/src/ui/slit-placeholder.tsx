import './slit-placeholder.css';
import type { CSSProperties, ReactNode } from 'react';

type Props = {
  /** A tiny blurred picture as a data URL. */
  blurUrl?: string | undefined;
  /** From 0 to 1: the slits light up from the start side. Without it they stay unlit. */
  progress?: number | undefined;
  /** A few words in the corner, such as "Omar, 2 of 6". */
  label?: ReactNode;
};

/** Stands where a picture will be, at its final size: its blur behind nine slits. Fills its parent. */
export function SlitPlaceholder({ blurUrl, progress, label }: Props) {
  const isCounting = progress !== undefined;
  return (
    <span
      className="z-slits"
      style={{ '--p': progress ?? 0 } as CSSProperties}
      {...(isCounting && {
        role: 'progressbar',
        'aria-valuemin': 0,
        'aria-valuemax': 100,
        'aria-valuenow': Math.round(progress * 100),
      })}
    >
      {blurUrl && <img className="z-slits-blur" src={blurUrl} alt="" />}
      {label !== undefined && <span className="z-slits-label z-num">{label}</span>}
    </span>
  );
}
