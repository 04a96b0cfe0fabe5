import { thumbHashToDataURL } from 'thumbhash';
import type { PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { photoSrcset, photoUrl, renditionWidths } from '@zoetrope/contract/renditions.ts';
import { Photo } from '#ui/photo.tsx';
import { toRatio } from './shape.ts';
import { sourcesOf } from './sources.ts';
import { preload } from 'react-dom';
import { useIntl } from 'react-intl';

const blurs = new Map<string, string>();
/** A screen shows some dozens; a reader who went through ten thousand keeps no more of them than this. */
const BLURS_KEPT = 400;

/** The blur of a photo as a data URL; undefined until the server has looked at the picture. */
export function toBlurUrl(placeholder: string | null): string | undefined {
  if (placeholder === null) return undefined;
  let url = blurs.get(placeholder);
  if (url === undefined) {
    try {
      url = thumbHashToDataURL(Uint8Array.from(atob(placeholder), (letter) => letter.charCodeAt(0)));
    } catch {
      // A placeholder that cannot be read is a missing ornament, not an error.
      url = '';
    }
    const [oldest] = blurs.keys();
    if (blurs.size >= BLURS_KEPT && oldest !== undefined) blurs.delete(oldest);
    blurs.set(placeholder, url);
  }
  return url === '' ? undefined : url;
}

/** Any width will do for browsers that know `srcset`; this one serves those that do not. */
const plainUrl = (photo: PhotoRow): string =>
  photoUrl(photo.id, `w${renditionWidths(photo.widthPx, photo.renditions).at(-1) ?? 320}.jpg`);

interface Props {
  readonly photo: PhotoRow;
  readonly alt: string;
  /** As the `sizes` attribute. */
  readonly sizes: string;
  readonly fit?: 'cover' | 'contain';
  readonly isEager?: boolean;
  /** Is fetched while the page is still being drawn, which takes a phone longer than that. For what a page begins with. */
  readonly isFirst?: boolean | undefined;
  /** Opens through slits once loaded, with this delay. */
  readonly openAfterMs?: number | undefined;
  /** When set, the place around it offers the retry; a button inside a link is none. */
  readonly onFailed?: () => void;
  readonly onLoaded?: () => void;
  /** A smaller picture of it that is here already. */
  readonly previewUrl?: string;
}

/** A photo's pixels in the size that the place needs. */
export function Picture({
  photo,
  alt,
  sizes,
  fit,
  isEager,
  isFirst,
  openAfterMs,
  onFailed,
  onLoaded,
  previewUrl,
}: Props) {
  const { $t } = useIntl();
  const sources = sourcesOf(photo);
  const [best] = sources;
  if (isFirst && best)
    preload(plainUrl(photo), { as: 'image', type: best.type, imageSrcSet: best.srcSet, imageSizes: sizes });
  return (
    <Photo
      src={plainUrl(photo)}
      srcSet={photoSrcset(photo, 'jpg')}
      sources={sources}
      sizes={sizes}
      alt={alt}
      ratio={toRatio(photo)}
      blurUrl={toBlurUrl(photo.placeholder)}
      {...(onLoaded && { onLoaded })}
      {...(previewUrl !== undefined && { previewUrl })}
      {...(onFailed ? { onFailed } : { retryLabel: $t({ id: 'photos.load', defaultMessage: 'Tap to load' }) })}
      {...(fit && { fit })}
      {...((isEager || isFirst) && { isEager: true })}
      {...(openAfterMs !== undefined && { arriveAfterMs: openAfterMs })}
    />
  );
}

/** Fetches a photo that will probably be looked at next. */
export function prefetchPicture(photo: PhotoRow, sizes: string): void {
  // In a picture of its own, for only that chooses a format; it need not be on the page.
  const picture = document.createElement('picture');
  for (const { type, srcSet } of sourcesOf(photo)) {
    const source = document.createElement('source');
    Object.assign(source, { type, sizes, srcset: srcSet });
    picture.append(source);
  }
  const image = new Image();
  picture.append(image);
  image.src = plainUrl(photo);
}
