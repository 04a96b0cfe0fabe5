import { Skeleton, SkeletonPrints } from '#ui/skeleton.tsx';

/** While nothing is known yet: who is here, or the page's own code. */
export function Starting() {
  return (
    <main className="z-pad">
      <Skeleton label="Loading">
        <SkeletonPrints />
      </Skeleton>
    </main>
  );
}
