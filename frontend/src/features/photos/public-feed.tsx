import { EmptyState } from '#ui/empty-state.tsx';
import { SitePhotos } from './live-photos.tsx';

/** The newest photos that are for everyone, live on every rung, also for those without an account. */
export function PublicFeed() {
  return (
    <div className="z-pad">
      <SitePhotos
        whenEmpty={
          <EmptyState title="Nothing here yet">Photos that are for everyone appear here as they are added.</EmptyState>
        }
      />
    </div>
  );
}
