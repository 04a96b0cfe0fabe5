import { Skeleton, SkeletonPrints } from '#ui/skeleton.tsx';
import { useIntl } from 'react-intl';

/** While nothing is known yet: who is here, or the page's own code. */
export function Starting() {
  const { $t } = useIntl();
  return (
    <main className="z-pad">
      <h1 className="z-hidden">{document.title}</h1>
      <Skeleton label={$t({ id: 'app.loading', defaultMessage: 'Loading' })}>
        <SkeletonPrints />
      </Skeleton>
    </main>
  );
}
