import './mark.css';

/** The drum from the front, its middle slit lit. At least 20 px, never on a photo. */
export function Mark(props: { sizePx?: number; label?: string }) {
  const size = props.sizePx ?? 28;
  return (
    <svg
      className="z-mark"
      width={size}
      height={size}
      viewBox="0 0 32 32"
      {...(props.label ? { role: 'img', 'aria-label': props.label } : { 'aria-hidden': true })}
    >
      <path
        fill="currentColor"
        d="M2.3 8.6c0 2.6 6.1 4.6 13.7 4.6s13.7-2 13.7-4.6v14.6c0 2.9-6.1 5.3-13.7 5.3S2.3 26.1 2.3 23.2z"
      />
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        d="M3.15 8.4C3.15 6.3 8.7 4.6 16 4.6s12.85 1.7 12.85 3.8"
      />
      <rect className="z-mark-slit" x="4.66" y="13.6" width="1.64" height="8.6" rx="0.7" />
      <rect className="z-mark-slit" x="8.46" y="14.74" width="2.68" height="8.6" rx="0.7" />
      <rect className="z-mark-lit" x="14.45" y="15.2" width="3.1" height="8.6" rx="0.7" />
      <rect className="z-mark-slit" x="20.86" y="14.74" width="2.68" height="8.6" rx="0.7" />
      <rect className="z-mark-slit" x="25.69" y="13.6" width="1.64" height="8.6" rx="0.7" />
    </svg>
  );
}

/** The name, narrowing toward both ends as if wrapped on the drum. Left to right in every language. */
export function Wordmark() {
  return (
    <span className="z-word" aria-hidden="true">
      {Array.from('zoetrope', (letter, index) => (
        <span key={index}>{letter}</span>
      ))}
    </span>
  );
}
