import { useState } from 'react';
import { AvatarStack } from '#ui/avatar-stack.tsx';
import { Avatar } from '#ui/avatar.tsx';
import { Button } from '#ui/button.tsx';
import { ConnectionSign } from '#ui/connection-sign.tsx';
import { Drum } from '#ui/drum.tsx';
import { EmoteAdd, EmoteCount, emoteNames, EmotePicker } from '#ui/emote.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { NewPill, NewSinceLine } from '#ui/new-pill.tsx';
import { ErrorNote, Note } from '#ui/note.tsx';
import { PhotoGrid } from '#ui/photo-grid.tsx';
import { Photo } from '#ui/photo.tsx';
import { Popover } from '#ui/popover.tsx';
import { Reel } from '#ui/reel.tsx';
import { Skeleton, SkeletonPerson, SkeletonPrints } from '#ui/skeleton.tsx';
import { SlitPlaceholder } from '#ui/slit-placeholder.tsx';
import { Tile } from '#ui/tile.tsx';
import { faces, paintedUrl, toPrints } from './design-samples.ts';

const people = Object.values(faces);
const labels = { heart: 'Love', joy: 'Funny', wow: 'Wow', sad: 'Sad', spark: 'Brilliant', clap: 'Well done' };

/** What is live, who is here, what may be empty or broken, and the grid. */
export function LiveSpecimens() {
  const [prints, setPrints] = useState(() => toPrints(120));
  const [addedCount, setAddedCount] = useState(0);
  return (
    <>
      <section className="design-part">
        <h2>Live</h2>
        <div className="design-row">
          <ConnectionSign state="live" label="Live" />
          <ConnectionSign state="slower" label="Slower" />
          <ConnectionSign state="checking" label="Checking every 5 s" />
          <ConnectionSign state="offline" label="Offline" />
          <Drum state="turning" />
        </div>
        <div style={{ blockSize: 44 }}>
          <NewPill text="Alice and 2 others added 14 photos" faces={people} onPick={() => undefined} />
        </div>
        <NewSinceLine text="8 new since Tuesday evening" />
        <div className="design-row">
          {[undefined, 0, 0.3, 0.55, 1].map((progress, index) => (
            <div className="design-print" key={index}>
              <SlitPlaceholder
                blurUrl={paintedUrl(index, 1.5)}
                progress={progress}
                {...(progress === 0.55 && { label: 'Bob, 2 of 6' })}
              />
            </div>
          ))}
          <div className="design-print">
            <Photo src={paintedUrl(2, 1.5)} alt="" ratio={1.5} arriveAfterMs={600} retryLabel="Tap to load" />
          </div>
          <div className="design-print">
            <Photo src="data:image/png;base64,broken" alt="" ratio={1.5} retryLabel="Tap to load" />
          </div>
        </div>
        <div className="design-two">
          <Reel progress={0.7} state="done" label="Added" />
          <Reel progress={0.4} label="Adding" />
          <Reel progress={0.61} state="stopped" label="Stopped" />
        </div>
      </section>
      <section className="design-part">
        <h2>People and symbols</h2>
        <div className="design-row">
          <Avatar face={faces.dan} sizePx={56} presenceLabel="here now" />
          {people.map((face) => (
            <Avatar key={face.id} face={face} />
          ))}
          <AvatarStack faces={people} totalCount={11} />
        </div>
        <div className="design-row">
          {emoteNames.map((name, index) => (
            <EmoteCount
              key={name}
              name={name}
              label={labels[name]}
              count={9 - index}
              isMine={index === 0}
              onPick={() => undefined}
            />
          ))}
          <Popover trigger={<EmoteAdd label="Add a reaction" />} label="Add a reaction" align="start">
            {(close) => <EmotePicker labels={labels} mine="heart" onPick={close} />}
          </Popover>
        </div>
      </section>
      <section className="design-part">
        <h2>States</h2>
        <Note
          sign={<Drum state="offline" />}
          action={
            <Button kind="quiet" size="small">
              See them
            </Button>
          }
        >
          <b>2 comments and 3 photos are waiting.</b> They go out on their own when you are back.
        </Note>
        <Note kind="now">Bob is adding 5 photos.</Note>
        <ErrorNote>The connection dropped at 61 %. Nothing is lost; it carries on from there.</ErrorNote>
        <div className="design-two">
          <div className="design-box">
            <EmptyState
              title="Nothing here yet"
              action={
                <Button kind="primary" icon="plus">
                  Add photos
                </Button>
              }
            >
              Add the first photo and everyone you invite will see it arrive.
            </EmptyState>
          </div>
          <div className="design-box">
            <EmptyState title="That is everything" pictureUrl={paintedUrl(1, 1)}>
              You have seen all that is new. It will appear here when there is more.
            </EmptyState>
          </div>
          <div className="design-box">
            <Skeleton label="Loading">
              <SkeletonPerson />
              <br />
              <SkeletonPrints ratios={[1.5, 0.8, 1.3]} />
            </Skeleton>
          </div>
          <div className="design-box">
            <EmptyState
              title="You are offline"
              sign={<Drum state="offline" size="large" />}
              action={<Button>See 120 kept photos</Button>}
            >
              Here is what this device kept. New things arrive when you are back.
            </EmptyState>
          </div>
        </div>
      </section>
      <section className="design-bleed">
        <PhotoGrid
          label="Prints"
          sections={[
            {
              id: 'today',
              header: <DayHead title="Today" text="By Alice and Bob" />,
              items: prints.slice(0, 9 + addedCount),
            },
            {
              id: 'saturday',
              header: <DayHead title="Saturday 21 November" text="By Carla" />,
              items: prints.slice(9 + addedCount),
            },
          ]}
          onNearEnd={() => prints.length < 400 && setPrints([...prints, ...toPrints(60, prints.length)])}
          renderTile={(item, slot) => (
            <Tile
              href={`/design#${item.id}`}
              label={item.id}
              tabIndex={slot.tabIndex}
              isFresh={item.id.endsWith('1')}
              {...(item.id.endsWith('4') && { tag: { icon: 'comment' as const, text: '4' } })}
            >
              <Photo src={item.url} alt="" ratio={item.ratio} retryLabel="Tap to load" />
            </Tile>
          )}
        />
      </section>
      <button
        type="button"
        className="z-hidden"
        data-insert
        onClick={() => {
          setPrints([...toPrints(7, -7 - addedCount), ...prints]);
          setAddedCount(addedCount + 7);
        }}
      >
        Insert seven above
      </button>
    </>
  );
}

function DayHead(props: { title: string; text: string }) {
  return (
    <div className="design-day">
      <h3>{props.title}</h3>
      <span className="z-meta">{props.text}</span>
    </div>
  );
}
