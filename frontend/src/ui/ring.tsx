import './ring.css';
import type { CSSProperties, ReactNode } from 'react';
import { BirdFrame } from './bird-frame.tsx';

/** As many as the wall has room for; each takes its share of a full turn. */
const FRAMES = 14;

/**
 * The drum seen from inside: pictures along its wall below the slits, turning once in 96 seconds; still where less
 * motion is asked for.
 *
 * A decoration: nothing in it is told to readers. Fewer than five pictures would repeat too often; then a bird flies
 * there, drawn frame by frame as in the first drums.
 */
export function Ring({ pictures }: { pictures: readonly ReactNode[] }) {
  const isBird = pictures.length < 5;
  return (
    <div className="z-ring" aria-hidden="true">
      <div className="z-ring-room">
        <div className="z-ring-wall">
          {Array.from({ length: FRAMES }, (_, i) => (
            <span key={i} className="z-ring-frame" style={{ '--n': i } as CSSProperties}>
              {isBird ? <BirdFrame phase={(i * 2) / FRAMES} /> : pictures[i % pictures.length]}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
