import { Person } from '@zoetrope/contract/features/people.ts';
import { useAccount } from '#features/accounts/account.tsx';
import { PasswordSection } from '#features/accounts/password-section.tsx';
import { ProfileSection } from '#features/accounts/profile-section.tsx';
import { SessionsSection } from '#features/accounts/sessions-section.tsx';
import { SignOutSection } from '#features/accounts/sign-out-section.tsx';
import { ConnectionSection } from '#features/connection/connection-section.tsx';
import { ConnectionStatus } from '#features/connection/connection-status.tsx';
import { PresenceSection } from '#features/presence/presence-section.tsx';
import { UsageSection } from '#features/usage/usage-section.tsx';
import { SiteSettings } from '#features/site/site-settings.tsx';
import { UnfinishedPhotos } from '#features/site/unfinished-photos.tsx';
import { useMe, useRow } from '#replica/hooks.tsx';
import { TopBar } from '#ui/app-frame.tsx';
import { ButtonLink } from '#ui/button.tsx';
import { Segment } from '#ui/segment.tsx';
import { chooseTheme, useThemeChoice } from '#ui/theme.ts';
import './page.css';
import './settings-page.css';
import { useIntl } from 'react-intl';
import { LanguageSelect } from '#forms/language-select.tsx';

export function SettingsPage() {
  const { $t } = useIntl();
  const { chooseStayOnPolling, http } = useAccount();
  return (
    <>
      <TopBar title={$t({ id: 'settings.title', defaultMessage: 'Settings' })} end={<ConnectionStatus />} />
      <main className="page-body settings">
        <div className="settings-column">
          <ProfileSection />
          <SignOutSection />
          <LookSection />
          <UsageSection />
          <ConnectionSection onChoose={chooseStayOnPolling} />
          <PresenceSection />
        </div>
        <div className="settings-column">
          <SiteSettings />
          <SelfCheckSection />
          <UnfinishedPhotos http={http} />
          <SessionsSection />
          <PasswordSection />
        </div>
      </main>
    </>
  );
}

/** The way to the self-check, for administrators. */
function SelfCheckSection() {
  const { $t } = useIntl();
  const me = useRow(Person, useMe());
  if (!me?.isAdmin) return null;
  return (
    <section className="page-section">
      <h2>{$t({ id: 'selfCheck.title', defaultMessage: 'Self-check' })}</h2>
      <p className="z-two">
        {$t({
          id: 'selfCheck.about',
          defaultMessage: 'Finds out what a proxy between people and this server does wrong, and what to tell it.',
        })}
      </p>
      <p className="page-actions">
        <ButtonLink href="/settings/self-check" icon="server">
          {$t({ id: 'selfCheck.open', defaultMessage: 'Check the connection' })}
        </ButtonLink>
      </p>
    </section>
  );
}

function LookSection() {
  const { $t } = useIntl();
  const theme = useThemeChoice();
  return (
    <section className="page-section">
      <h2>{$t({ id: 'settings.look', defaultMessage: 'Look' })}</h2>
      <Segment
        label={$t({ id: 'settings.theme', defaultMessage: 'Light or dark' })}
        value={theme}
        options={[
          { value: 'system', label: $t({ id: 'settings.asDevice', defaultMessage: 'As the device' }) },
          { value: 'light', label: $t({ id: 'settings.light', defaultMessage: 'Light' }) },
          { value: 'dark', label: $t({ id: 'settings.dark', defaultMessage: 'Dark' }) },
        ]}
        onPick={chooseTheme}
      />
      <LanguageSelect />
    </section>
  );
}
