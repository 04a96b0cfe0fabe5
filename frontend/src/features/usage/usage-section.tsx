import './usage-section.css';
import { USAGE_URL, type Usage } from '@zoetrope/contract/usage.ts';
import { useCallback } from 'react';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useLoaded } from '#forms/use-loaded.ts';
import { useReplica } from '#replica/hooks.tsx';
import { Http } from '#replica/http.ts';
import { Skeleton, SkeletonLine } from '#ui/skeleton.tsx';
import { toSize } from '#words/size.ts';
import { useIntl } from 'react-intl';

/** How much room my photos take; for an administrator everybody's, too. */
export function UsageSection() {
  const intl = useIntl();
  const { $t } = intl;
  const { caller } = useReplica();
  const load = useCallback(() => new Http({ caller }).get<Usage>(USAGE_URL), [caller]);
  const { value: usage, error, again } = useLoaded(load);
  return (
    <section className="page-section">
      <h2>{$t({ id: 'usage.title', defaultMessage: 'Room for photos' })}</h2>
      <RefusalNote error={error} onRetry={() => void again()} />
      {!usage && !error && (
        <Skeleton label={$t({ id: 'usage.loading', defaultMessage: 'Loading how much room your photos take' })}>
          <SkeletonLine width="60%" />
        </Skeleton>
      )}
      {usage && (
        <Share
          label={$t({ id: 'usage.mine', defaultMessage: 'Yours' })}
          words={$t(
            { id: 'usage.photos', defaultMessage: '{count, plural, one {# photo} other {# photos}}' },
            { count: usage.photoCount },
          )}
          usedBytes={usage.usedBytes}
          limitBytes={usage.limitBytes}
        />
      )}
      {usage?.site && (
        <Share
          label={$t({ id: 'usage.everybody', defaultMessage: 'Everybody’s' })}
          words={
            usage.site.freeBytes === null
              ? undefined
              : $t(
                  { id: 'usage.free', defaultMessage: '{size} free on the server' },
                  { size: toSize(intl, usage.site.freeBytes) },
                )
          }
          usedBytes={usage.site.usedBytes}
          limitBytes={usage.site.limitBytes}
        />
      )}
    </section>
  );
}

function Share(props: { label: string; words: string | undefined; usedBytes: number; limitBytes: number | null }) {
  const intl = useIntl();
  const { label, words, usedBytes, limitBytes } = props;
  const used = toSize(intl, usedBytes);
  return (
    <div className="usage-share">
      <p className="usage-share-line">
        <span>{label}</span>
        <span className="usage-share-size">
          {limitBytes === null
            ? used
            : intl.$t(
                { id: 'usage.of', defaultMessage: '{used} of {limit}' },
                { used, limit: toSize(intl, limitBytes) },
              )}
        </span>
      </p>
      {limitBytes !== null && (
        <meter min={0} max={limitBytes} value={Math.min(usedBytes, limitBytes)} aria-label={label} />
      )}
      {words !== undefined && <p className="z-meta z-two">{words}</p>}
    </div>
  );
}
