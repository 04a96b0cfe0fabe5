// What the tags of a message become: `<b>` and `<link>` in its text, these as its values.
import type { ReactNode } from 'react';
import { Link } from './link-slot.tsx';

type Tag = (words: ReactNode) => ReactNode;

export const bold: Tag = (words) => <b key="bold">{words}</b>;

export const linkTo =
  (href: string, className?: string): Tag =>
  (words) => (
    <Link key={href} href={href} {...(className && { className })}>
      {words}
    </Link>
  );

/** The words as they are, where there is nothing to lead to. */
export const plain: Tag = (words) => words;
