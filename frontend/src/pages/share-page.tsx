import { Redirect, useSearch } from '#router/router.tsx';
import { useIntl } from 'react-intl';
import { DeadEnd } from './dead-end.tsx';

/** Where another app leads that hands over photos. The question for whom they are is asked above every page. */
export function SharePage() {
  const { $t } = useIntl();
  const search = useSearch();
  if (!search.has('lost')) return <Redirect to="/" />;
  return (
    <DeadEnd title={$t({ id: 'share.lost', defaultMessage: 'The photos did not come through' })}>
      {$t({
        id: 'share.lost.text',
        defaultMessage: 'They are still where you shared them from. Share them once more, or add them here.',
      })}
    </DeadEnd>
  );
}
