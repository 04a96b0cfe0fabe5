import { createIntl } from 'react-intl';

/** What tests of words speak: the sentences as they stand in the sources. */
export const english = createIntl({ locale: 'en-GB', defaultLocale: 'en-GB' });
