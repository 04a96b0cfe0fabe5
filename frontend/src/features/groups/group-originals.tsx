import { keepInOriginals } from '@zoetrope/contract/features/groups.ts';
import { RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { useCommand } from '#replica/hooks.tsx';
import { Switch } from '#ui/switch.tsx';
import type { GroupRow } from './my-groups.ts';
import { useIntl } from 'react-intl';

/** What downloads of this group tell: for the owner to choose, for everybody else to know. */
export function GroupOriginals({ group }: { group: GroupRow }) {
  const intl = useIntl();
  const { $t } = intl;
  const keep = useCommand(keepInOriginals);
  const { error, send } = useSending();
  const now = { place: group.placeKeptSince !== null, time: group.timeKeptSince !== null };
  const isMine = keep.can({ groupId: group.id, ...now });
  const choose = (next: Partial<typeof now>) => void send(() => keep.run({ groupId: group.id, ...now, ...next }));
  if (!isMine && !now.place && !now.time) return null;
  const since = (at: string | null) =>
    at === null
      ? undefined
      : $t(
          { id: 'groups.kept.since', defaultMessage: 'For photos added since {moment}.' },
          { moment: intl.formatDate(at, { dateStyle: 'medium', timeStyle: 'short' }) },
        );
  const place = {
    label: $t({ id: 'groups.kept.place', defaultMessage: 'Originals say where they were taken' }),
    hint: since(group.placeKeptSince),
  };
  const time = {
    label: $t({ id: 'groups.kept.time', defaultMessage: 'Originals say when they were taken' }),
    hint: since(group.timeKeptSince),
  };
  return (
    <section className="page-section">
      <h2>{$t({ id: 'groups.kept.title', defaultMessage: 'What downloads tell' })}</h2>
      {isMine ? (
        <>
          <p className="z-two">
            {$t({
              id: 'groups.kept.promise',
              defaultMessage:
                'It holds for photos that are added from now on; those that are here already tell nothing. Switched off, no photo tells it any more. Photos on the page never tell it, and serial numbers and names are always removed. Only JPEG and HEIC can say it.',
            })}
          </p>
          <Switch {...place} isOn={now.place} onSwitch={(isOn) => choose({ place: isOn })} />
          <Switch {...time} isOn={now.time} onSwitch={(isOn) => choose({ time: isOn })} />
          <RefusalNote error={error} />
        </>
      ) : (
        [now.place && place, now.time && time].map(
          (said) =>
            said && (
              <p key={said.label} className="z-two">
                {said.label}. {said.hint}
              </p>
            ),
        )
      )}
    </section>
  );
}
