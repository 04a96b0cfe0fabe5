// Which sizes and formats there are of a photo's bytes, and where. Needs nothing: a page's first pictures are asked for by it
// before anything else is run.

/** Smallest bytes first. */
export type RenditionFormat = 'avif' | 'webp' | 'jpg';
export type RenditionName = `w${number}.${RenditionFormat}`;
interface RenditionSet {
  /** In CSS pixels times the screen's density, ascending; a photo narrower than one has no wider ones. */
  readonly widths: readonly number[];
  readonly formats: readonly RenditionFormat[];
}

/**
 * What there is of a photo, by the number that its row names: 0 with the first rendition alone, which is there within
 * moments; above it one for each time that we changed our mind. A photo with less than the last is rendered again, in the
 * background, and keeps what it has until then.
 */
export const RENDITION_SETS = [
  { widths: [640], formats: ['webp', 'jpg'] },
  { widths: [320, 640, 1280, 2048], formats: ['webp', 'jpg'] },
  { widths: [320, 640, 1280, 1920, 2560], formats: ['avif', 'webp', 'jpg'] },
  // The same; in the one before, what is partly transparent has wrong colours.
  { widths: [320, 640, 1280, 1920, 2560], formats: ['avif', 'webp', 'jpg'] },
] as const satisfies readonly RenditionSet[];
export const FIRST_SET = 0;
export const CURRENT_SET = RENDITION_SETS.length - 1;

/** The declared set; the last for a number that only a newer server knows. */
export const renditionSet = (number: number): RenditionSet => RENDITION_SETS[number] ?? RENDITION_SETS[CURRENT_SET]!;
/** Full size, in the format that was uploaded, without its metadata. */
export const ORIGINAL = 'original';
/** What browsers play of a video, once its row says that it can be played. */
export const VIDEO = 'video';

/**
 * The widths that exist of a photo in a set, ascending, never empty.
 *
 * The last is the first that is as wide as the photo, or the widest there is; it is then the photo's own width, for
 * nothing is enlarged: `srcset` wants `min(width, widthPx)`.
 */
export function renditionWidths(widthPx: number, set: number): readonly number[] {
  const { widths } = renditionSet(set);
  const enough = widths.findIndex((width) => width >= widthPx);
  return widths.slice(0, enough < 0 ? undefined : enough + 1);
}

/** What tells which renditions there are of a photo; its row does. */
export interface Rendered {
  readonly id: string;
  readonly widthPx: number;
  readonly renditions: number;
}

/** The address of a photo's bytes. Every request is judged; the address gives nothing away but the photo's id. */
export const photoUrl = (photoId: string, rendition: RenditionName | typeof ORIGINAL | typeof VIDEO): string =>
  `/photos/${photoId}/${rendition}`;

/** A `srcset` of every width that exists in one format; undefined when there is none in it, or not yet. */
export function photoSrcset({ id, widthPx, renditions }: Rendered, format: RenditionFormat): string | undefined {
  if (!renditionSet(renditions).formats.includes(format)) return undefined;
  const widths = renditionWidths(widthPx, renditions);
  return widths.map((width) => `${photoUrl(id, `w${width}.${format}`)} ${Math.min(width, widthPx)}w`).join(', ');
}
