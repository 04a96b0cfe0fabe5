import { Skeleton, SkeletonPrints } from '#ui/skeleton.tsx';
import { useIntl } from 'react-intl';

/** While nothing is known yet: who is here, or the page's own code. */
export function Starting() {
  const { $t } = useIntl();
  return (
    <main className="z-pad">
      <Skeleton label={$t({ id: 'app.loading', defaultMessage: 'Loading' })}>
        <SkeletonPrints />
      </Skeleton>
    </main>
  );
}
