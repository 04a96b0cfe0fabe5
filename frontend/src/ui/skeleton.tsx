import './skeleton.css';
import './slit-placeholder.css';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';

/** Shows its children only after 200 ms, so that fast data brings no flicker. `label` tells readers what is awaited. */
export function Skeleton(props: { label: string; children: ReactNode }) {
  const [isDue, setIsDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsDue(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-busy="true">
      <span className="z-hidden">{props.label}</span>
      {isDue && <div aria-hidden="true">{props.children}</div>}
    </div>
  );
}

/** A line of text to come; `width` is any CSS width. */
export function SkeletonLine(props: { width: string }) {
  return <span className="z-skeleton-line" style={{ inlineSize: props.width }} />;
}

/** A face and two lines to come. */
export function SkeletonPerson() {
  return (
    <span className="z-skeleton-person">
      <i />
      <span>
        <SkeletonLine width="55%" />
        <SkeletonLine width="32%" />
      </span>
    </span>
  );
}

/** Prints to come, in rows like the real ones. */
export function SkeletonPrints(props: { ratios?: readonly number[] }) {
  const ratios = props.ratios ?? [1.5, 0.8, 1.33, 0.75, 1.5, 1, 1.33];
  return (
    <span className="z-skeleton-prints">
      {ratios.map((ratio, index) => (
        <span
          key={index}
          className="z-slits z-slits-unlit"
          style={{ flex: `${ratio} 1 calc(${ratio} * var(--row))`, aspectRatio: ratio }}
        />
      ))}
    </span>
  );
}
