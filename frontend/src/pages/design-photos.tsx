import { useRef, useState } from 'react';
import { BirdFrame } from '#ui/bird-frame.tsx';
import { Button } from '#ui/button.tsx';
import { CodeLines } from '#ui/code-lines.tsx';
import { ConnectionSign } from '#ui/connection-sign.tsx';
import { Photo } from '#ui/photo.tsx';
import { Ring } from '#ui/ring.tsx';
import { SelectionBar } from '#ui/selection-bar.tsx';
import { SheetGrab } from '#ui/sheet-grab.tsx';
import { Tile } from '#ui/tile.tsx';
import { useToast } from '#ui/toast.tsx';
import { paintedUrl } from './design-samples.ts';

const nothing = () => undefined;

/** What a print may carry, by its name. */
const tiles = [
  ['A photo', {}],
  ['New', { isFresh: true }],
  ['With a count', { tag: { icon: 'comment', text: '4' } }],
  ['A video', { mark: { icon: 'play', text: '0:12' } }],
  ['More of a batch', { moreText: '+17' }],
  ['Can be picked', { onPick: nothing }],
  ['Not selected', { isSelected: false, onPick: nothing }],
  ['Selected', { isSelected: true, onPick: nothing }],
] as const;

const printOf = (number: number) => <Photo src={paintedUrl(number, 1.5)} alt="" ratio={1.5} retryLabel="Tap to load" />;

/** Prints and what stands with them: selecting, the drum seen from inside, the sheet beside a photo. */
export function PhotoSpecimens() {
  const [isSelecting, setIsSelecting] = useState(false);
  const toast = useToast();
  const sheet = useRef<HTMLDivElement>(null);
  return (
    <>
      <section className="design-part">
        <h2>Prints</h2>
        <div className="design-row">
          {tiles.map(([label, state], index) => (
            <div className="design-print" key={label}>
              <Tile href="/design" label={label} {...state}>
                {printOf(index)}
              </Tile>
            </div>
          ))}
        </div>
        <div className="design-row">
          <Button onClick={() => setIsSelecting(!isSelecting)}>Select</Button>
          <div className="design-picture">
            {printOf(3)}
            <ConnectionSign state="live" label="Live" isOverPicture />
            <ConnectionSign state="offline" label="Offline" isOverPicture />
          </div>
        </div>
        {isSelecting && (
          <SelectionBar
            text="3 selected"
            label="Selected photos"
            leaveLabel="Stop selecting"
            onLeave={() => setIsSelecting(false)}
            onWhyNot={(text) => toast({ text })}
            acts={[
              { icon: 'download', label: 'Download', isBusy: true, onPick: nothing },
              { icon: 'people', label: 'Who sees them', onPick: nothing },
              { icon: 'trash', label: 'Delete', onPick: nothing, whyNot: 'Some of these are not yours to delete.' },
            ]}
          />
        )}
      </section>
      <section className="design-part">
        <h2>The drum from inside</h2>
        <Ring pictures={[0, 1, 2, 3, 4, 5, 6].map((number) => printOf(number))} />
        <Ring pictures={[]} />
        <div className="design-row">
          {[0, 0.25, 0.5, 0.75].map((phase) => (
            <div className="design-print" key={phase}>
              <BirdFrame phase={phase} />
            </div>
          ))}
        </div>
      </section>
      <section className="design-part">
        <h2>Beside a photo, and for administrators</h2>
        <div className="design-two">
          <div ref={sheet} className="design-box">
            <SheetGrab label="Size of the sheet" page={sheet} />
            <p>Drag it, tap it, or move it with the arrow keys.</p>
          </div>
          <CodeLines
            label="Lines for nginx"
            copyLabel="Copy"
            copiedLabel="Copied"
            text={'proxy_http_version 1.1;\nproxy_set_header Upgrade $http_upgrade;'}
          />
        </div>
      </section>
    </>
  );
}
