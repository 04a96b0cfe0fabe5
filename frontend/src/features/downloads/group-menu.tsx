import { IconButton } from '#ui/icon-button.tsx';
import { Menu } from '#ui/menu.tsx';
import { useTakeHome } from '#forms/use-take-home.ts';
import { useIntl } from 'react-intl';

interface Props {
  readonly groupId: string;
  /** Over a picture, on which plain ink cannot be read. */
  readonly isOverPicture: boolean;
}

/** What one may do with all photos of a group at once. */
export function GroupMenu({ groupId, isOverPicture }: Props) {
  const { $t } = useIntl();
  const { isPreparing, takeHome } = useTakeHome();
  const kind = isOverPicture ? 'over' : 'quiet';
  return (
    <Menu
      trigger={
        <IconButton
          icon="more"
          label={$t({ id: 'act.more', defaultMessage: 'More' })}
          kind={kind}
          isBusy={isPreparing}
        />
      }
      entries={[
        {
          label: $t({ id: 'downloads.all', defaultMessage: 'Download all photos' }),
          icon: 'download',
          onPick: () => takeHome({ groupId }),
        },
      ]}
      align="end"
    />
  );
}
