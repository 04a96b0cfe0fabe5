import type { ReactNode } from 'react';
import { Link } from '#ui/link-slot.tsx';
import { Mark, Wordmark } from '#ui/mark.tsx';
import './door-page.css';
import { useIntl } from 'react-intl';
import { NoCookiesNote } from '#features/accounts/no-cookies-note.tsx';
import { LanguageSelect } from '#forms/language-select.tsx';

/** A page on which somebody comes in: the mark above, one thing to do below. */
export function DoorPage(props: { title: string; children: ReactNode; above?: ReactNode }) {
  const { $t } = useIntl();
  return (
    <div className="door">
      <header className="door-top">
        <Link
          className="door-brand"
          href="/"
          aria-label={$t({ id: 'pages.toFront', defaultMessage: 'zoetrope, to the front page' })}
        >
          <Mark />
          <Wordmark />
        </Link>
      </header>
      <main className="door-main" id="content" tabIndex={-1}>
        {props.above}
        <h1 className="door-title">{props.title}</h1>
        <NoCookiesNote />
        {props.children}
      </main>
      <footer className="door-foot">
        <LanguageSelect isLabelHidden />
      </footer>
    </div>
  );
}
