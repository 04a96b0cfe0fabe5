import './design.css';
import { useState } from 'react';
import { AppFrame, TopBar } from '#ui/app-frame.tsx';
import { Avatar } from '#ui/avatar.tsx';
import { ConnectionSign } from '#ui/connection-sign.tsx';
import { Popover } from '#ui/popover.tsx';
import { Button } from '#ui/button.tsx';
import { Segment } from '#ui/segment.tsx';
import { chooseTheme, useThemeChoice } from '#ui/theme.ts';
import { ControlSpecimens } from './design-controls.tsx';
import { LiveSpecimens } from './design-live.tsx';
import { PhotoSpecimens } from './design-photos.tsx';
import { faces, paintedUrl } from './design-samples.ts';

const places = [
  { href: '/design', label: 'Home', icon: 'home', isCurrent: true },
  { href: '/design#groups', label: 'Groups', icon: 'groups' },
  { href: '/design#activity', label: 'Activity', icon: 'bell', news: { count: 3, label: '3 new' } },
  { href: '/design#friends', label: 'Friends', icon: 'people' },
  { href: '/design#settings', label: 'Settings', icon: 'sliders' },
] as const;
const you = { href: '/design#you', label: 'You', icon: 'person' } as const;

/** Every component in every state, for looking at. Only in development. */
export function DesignPage() {
  const theme = useThemeChoice();
  const [addCount, setAddCount] = useState(0);
  return (
    <AppFrame
      labels={{ main: 'Main', skip: 'Skip to content', brand: 'Zoetrope' }}
      homeHref="/design"
      places={places}
      barPlaces={[places[0], places[1], places[2], you]}
      add={{ label: 'Add photos', onPick: () => setAddCount(addCount + 1) }}
      shelf={{
        title: 'Your groups',
        entries: ['Lake house', 'Running club', 'Mina & Theo, 6 June', 'Grandparents'].map((label, index) => ({
          href: `/design#${index}`,
          label,
          pictureUrl: paintedUrl(index * 3, 1),
          ...(index < 2 && { liveLabel: 'Something is happening' }),
        })),
      }}
      foot={
        <span className="z-nav">
          <Avatar face={faces.carla} sizePx={28} isDecorative />
          <span className="z-nav-label">Carla Haddad</span>
        </span>
      }
    >
      <TopBar
        title="Design"
        end={
          <Popover trigger={<ConnectionSign state="live" label="Live" />} title="Live">
            <p>New photos and comments appear the moment they are shared.</p>
            <p className="z-meta">Last news 2 seconds ago</p>
            <Button size="small" icon="retry">
              Try now
            </Button>
          </Popover>
        }
      />
      <main className="z-pad">
        <div className="design-row">
          <Segment
            label="Theme"
            value={theme}
            onPick={chooseTheme}
            options={[
              { value: 'system', label: 'System' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
        </div>
        <ControlSpecimens />
        <PhotoSpecimens />
        <LiveSpecimens />
      </main>
    </AppFrame>
  );
}
