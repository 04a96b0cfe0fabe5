/** How far the wing's tip moves up and down, in units of the drawing. */
const BEAT = 34;

/** One drawing of a bird in flight; `phase` counts wing beats, 0 with the wings up. */
export function BirdFrame({ phase }: { phase: number }) {
  const tip = 52 - BEAT * Math.cos(2 * Math.PI * phase);
  const shoulder = 62 - (BEAT / 3) * Math.cos(2 * Math.PI * phase);
  // The body sinks a little as the wings rise.
  const lift = 3 * Math.cos(2 * Math.PI * phase);
  const wing = (x: number) => `M100 ${66 + lift} Q${100 + x * 0.45} ${shoulder - 10} ${100 + x} ${tip}`;
  return (
    <svg className="z-bird" viewBox="0 0 200 140" preserveAspectRatio="xMidYMid slice">
      <g fill="none" stroke="currentColor" strokeWidth="7" strokeLinecap="round">
        <path d={wing(-62)} />
        <path d={wing(62)} />
      </g>
      <path fill="currentColor" d={`M78 ${70 + lift} q22 -13 46 -3 l12 3 l-12 5 q-26 10 -46 -5z`} />
    </svg>
  );
}
