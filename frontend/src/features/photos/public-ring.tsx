import { Photo, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { SITE_ID } from '@zoetrope/contract/features/site.ts';
import { useRows } from '#replica/hooks.tsx';
import { Ring } from '#ui/ring.tsx';
import { newestFirst } from './line.ts';
import { Picture } from './picture.tsx';

const FRAME_SIZES = '(min-width: 1000px) 440px, (min-width: 700px) 520px, 240px';
const MOST = 14;
/** Neither a panorama nor a strip survives being cropped to a frame. */
const fits = ({ widthPx, heightPx }: PhotoRow) => widthPx < heightPx * 2.6 && heightPx < widthPx * 1.9;

/** The newest photos that are for everyone, on the wall of a turning drum. */
export function PublicRing() {
  const photos = useRows<PhotoRow>(Photo, { siteId: SITE_ID }, newestFirst);
  const shown = photos.filter((photo) => photo.state === 'ready' && fits(photo)).slice(0, MOST);
  return (
    <Ring
      pictures={shown.map((photo) => (
        <Picture key={photo.id} photo={photo} alt="" sizes={FRAME_SIZES} isEager />
      ))}
    />
  );
}
