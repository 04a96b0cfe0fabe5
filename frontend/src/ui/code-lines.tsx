import './code-lines.css';
import { useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { copyText } from './copy-text.ts';

/** How long the button says that it has done it, ms. */
const SAID_MS = 4_000;

/** Lines to paste somewhere else, with a button that copies them. */
export function CodeLines(props: { text: string; label: string; copyLabel: string; copiedLabel: string }) {
  const [copied, setCopied] = useState<string>();
  useEffect(() => {
    if (copied === undefined) return undefined;
    const timer = setTimeout(() => setCopied(undefined), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <div className="z-code">
      <pre tabIndex={0} aria-label={props.label}>
        {props.text}
      </pre>
      <Button
        kind="secondary"
        size="small"
        icon={copied === props.text ? 'check' : 'copy'}
        onClick={() => void copyText(props.text).then((isDone) => setCopied(isDone ? props.text : undefined))}
      >
        {copied === props.text ? props.copiedLabel : props.copyLabel}
      </Button>
    </div>
  );
}
