import { photoUrl } from '@zoetrope/contract/renditions.ts';
import { UNFINISHED_PHOTOS_URL, type UnfinishedPhotos as List } from '@zoetrope/contract/unfinished.ts';
import { Person } from '@zoetrope/contract/features/people.ts';
import { useCallback } from 'react';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useLoaded } from '#forms/use-loaded.ts';
import { useMe, useRow } from '#replica/hooks.tsx';
import type { Http } from '#replica/http.ts';
import { Button } from '#ui/button.tsx';
import { useIntl } from 'react-intl';
import './unfinished-photos.css';

/** Photos whose work was given up, for administrators, with a way to begin it again; nothing for everybody else. */
export function UnfinishedPhotos({ http }: { readonly http: Http }) {
  const me = useRow(Person, useMe());
  return me?.isAdmin ? <Section http={http} /> : null;
}

function Section({ http }: { readonly http: Http }) {
  const { $t } = useIntl();
  const load = useCallback(() => http.get<List>(UNFINISHED_PHOTOS_URL), [http]);
  const { value: list, error, isBusy, again } = useLoaded(load);
  const retry = (contentId?: string) =>
    void again(() => http.post<List>(`${UNFINISHED_PHOTOS_URL}/again`, contentId ? { contentId } : {}));
  return (
    <section className="page-section">
      <h2>{$t({ id: 'unfinished.title', defaultMessage: 'Unfinished photos' })}</h2>
      <p className="z-two">
        {list &&
          $t(
            {
              id: 'unfinished.summary',
              defaultMessage:
                '{total, plural, =0 {No photo was given up.} one {The work on one photo was given up.} other {The work on # photos was given up.}} {waiting, plural, =0 {} one {One is at work.} other {# are at work or wait.}}',
            },
            { total: list.total, waiting: list.waiting },
          )}
      </p>
      <RefusalNote error={error} onRetry={() => void again()} />
      <ul className="page-rows">
        {list?.photos.map((photo) => (
          <li key={photo.contentId} className="page-row">
            {photo.isShown && <img className="unfinished-photo" src={photoUrl(photo.photoId, 'w320.webp')} alt="" />}
            <span className="page-row-text">
              <span>
                {photo.state === 'failed'
                  ? $t({ id: 'unfinished.unreadable', defaultMessage: 'The file cannot be read' })
                  : $t({ id: 'unfinished.dead', defaultMessage: 'Given up after several attempts' })}
              </span>
              <span className="z-meta z-two unfinished-reason">{photo.reason}</span>
            </span>
            <Button size="small" isBusy={isBusy} onClick={() => retry(photo.contentId)}>
              {$t({ id: 'unfinished.again', defaultMessage: 'Try again' })}
            </Button>
          </li>
        ))}
      </ul>
      {list && list.total > 1 && (
        <p className="page-actions">
          <Button icon="retry" isBusy={isBusy} onClick={() => retry()}>
            {$t({ id: 'unfinished.allAgain', defaultMessage: 'Try all again' })}
          </Button>
        </p>
      )}
    </section>
  );
}
