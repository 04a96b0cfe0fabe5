import { EmptyState } from '#ui/empty-state.tsx';
import { SitePhotos } from './live-photos.tsx';
import { useIntl } from 'react-intl';

/** The newest photos that are for everyone, live on every rung, also for those without an account. */
export function PublicFeed() {
  const { $t } = useIntl();
  return (
    <div className="z-pad">
      <SitePhotos
        whenEmpty={
          <EmptyState title={$t({ id: 'empty.nothing', defaultMessage: 'Nothing here yet' })}>
            {$t({
              id: 'photos.publicEmpty',
              defaultMessage: 'Photos that are for everyone appear here as they are added.',
            })}
          </EmptyState>
        }
      />
    </div>
  );
}
