import { IconLink } from '#ui/icon-button.tsx';
import { useIntl } from 'react-intl';

/** The way to all groups, where no column at the side is one. */
export function GroupBack({ isOverPicture }: { isOverPicture: boolean }) {
  const { $t } = useIntl();
  return (
    <span className="group-back">
      <IconLink
        href="/groups"
        icon="back"
        label={$t({ id: 'groups.yours', defaultMessage: 'Your groups' })}
        kind={isOverPicture ? 'over' : 'quiet'}
      />
    </span>
  );
}
