import { SitePhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { Site, SITE_ID } from '@zoetrope/contract/features/site.ts';
import { useSignUpPolicy } from '#features/accounts/use-sign-up-policy.ts';
import { ConnectionStatus } from '#features/connection/connection-status.tsx';
import { PublicFeed } from '#features/photos/public-feed.tsx';
import { PublicRing } from '#features/photos/public-ring.tsx';
import { useRow, useTopic } from '#replica/hooks.tsx';
import { ButtonLink } from '#ui/button.tsx';
import { Mark, Wordmark } from '#ui/mark.tsx';
import './door-page.css';
import './front-page.css';
import { FormattedMessage, useIntl } from 'react-intl';
import { LanguageSelect } from '#forms/language-select.tsx';
import { bold } from '#ui/rich-text.tsx';

/** What a stranger sees: what this is, the way in, and the newest photos that are for everyone, live. */
export function FrontPage() {
  const { $t } = useIntl();
  const site = useRow(Site, SITE_ID);
  const policy = useSignUpPolicy();
  const photosState = useTopic(site?.everyone ? SitePhotosTopic.of({ siteId: SITE_ID }) : undefined);
  // Its end stands where it will stay, and is not pushed away by photos.
  const isWhole = site !== undefined && (!site.everyone || photosState !== 'loading');
  return (
    <div className="front">
      <header className="front-top">
        <span className="door-brand">
          <Mark />
          <Wordmark />
        </span>
        <span className="front-end">
          <ConnectionStatus />
          <ButtonLink kind="quiet" href="/sign-in">
            {$t({ id: 'accounts.signIn', defaultMessage: 'Sign in' })}
          </ButtonLink>
        </span>
      </header>
      <main id="content" tabIndex={-1}>
        <div className="front-ring">
          <PublicRing />
        </div>
        <section className="front-hero">
          <h1>{$t({ id: 'front.title', defaultMessage: 'Photos with your people, as they happen.' })}</h1>
          <div className="front-lede">
            <p>
              <FormattedMessage
                id="front.lede"
                defaultMessage="Someone takes a picture, and everyone in the group sees it arrive. It all stays on <b>{host}</b>."
                values={{ host: location.host, b: bold }}
              />
            </p>
            <p className="front-ways">
              {policy === 'open' && (
                <ButtonLink kind="primary" size="large" href="/sign-up">
                  {$t({ id: 'accounts.make', defaultMessage: 'Make an account' })}
                </ButtonLink>
              )}
              <ButtonLink kind={policy === 'open' ? 'secondary' : 'primary'} size="large" href="/sign-in">
                {$t({ id: 'accounts.signIn', defaultMessage: 'Sign in' })}
              </ButtonLink>
            </p>
            {policy === 'invited' && (
              <p className="z-meta z-two">
                {$t({ id: 'front.invited', defaultMessage: 'Have an invitation? Open its link and you are in.' })}
              </p>
            )}
          </div>
        </section>
        {site?.everyone && (
          <section aria-labelledby="front-newest">
            <h2 id="front-newest" className="front-newest">
              {$t({ id: 'front.newest', defaultMessage: 'Newest photos' })}
            </h2>
            <PublicFeed />
          </section>
        )}
      </main>
      {isWhole && (
        <footer className="front-foot">
          <LanguageSelect isLabelHidden />
        </footer>
      )}
    </div>
  );
}
