import type { ReactNode } from 'react';
import { DirectionProvider } from '@base-ui/react/direction-provider';
import { IntlProvider } from 'react-intl';
import { LANGUAGES, useSpoken } from './language.ts';

/** Everything below it speaks this device's language, in its direction. */
export function Speaking({ children }: { children: ReactNode }) {
  const { language, locale, texts } = useSpoken();
  return (
    <IntlProvider locale={locale} defaultLocale={locale} messages={texts}>
      <DirectionProvider direction={LANGUAGES[language].dir}>{children}</DirectionProvider>
    </IntlProvider>
  );
}
