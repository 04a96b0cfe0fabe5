// What ffprobe says of a video, as far as it matters here, and what follows from that.
import { Refusal } from '@zoetrope/contract/errors.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import type { VideoType } from './sniff.ts';

/** As ffprobe prints it with `-show_streams -show_format -of json`. */
export interface Probed {
  readonly streams?: readonly ProbedStream[];
  readonly format?: { readonly duration?: string; readonly tags?: Tags };
}
type Tags = Readonly<Record<string, string>>;
interface ProbedStream {
  readonly index: number;
  readonly codec_type?: string;
  readonly codec_name?: string;
  readonly pix_fmt?: string;
  readonly width?: number;
  readonly height?: number;
  readonly sample_aspect_ratio?: string;
  readonly color_transfer?: string;
  readonly disposition?: { readonly attached_pic?: number };
  readonly side_data_list?: readonly { readonly rotation?: number }[];
  readonly tags?: Tags;
}

export interface VideoFacts {
  readonly type: VideoType;
  readonly picture: { readonly index: number; readonly codec: string };
  readonly sound: { readonly index: number; readonly codec: string } | undefined;
  /** As seen: upright, its pixels square. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Brighter than a screen's white; it has to be toned down for pages. */
  readonly isHdr: boolean;
  /** The kind of file in which browsers play its streams as they are; undefined where they do not. */
  readonly playsAs: 'mp4' | 'webm' | undefined;
  /** What the file's head says, which need not be so. */
  readonly saidSeconds: number | undefined;
  /** As `TakenAt` of the contract; null when the file does not say. */
  readonly takenAt: string | null;
}

const PICTURES = new Set(['h264', 'hevc', 'vp8', 'vp9', 'av1', 'mpeg4', 'mjpeg']);
const SOUNDS = new Set([
  ...['aac', 'mp3', 'opus', 'vorbis', 'flac', 'alac', 'ac3', 'amr_nb'],
  ...['pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s24be', 'pcm_f32le'],
]);
/** Perceptual quantizer and hybrid log-gamma. Source: ITU-R BT.2100. */
const HDR = new Set(['smpte2084', 'arib-std-b67']);

/** Errors: Refusal `video-unsupported`, `video-too-many-pixels`, `video-too-long`. */
export function toFacts({ streams = [], format }: Probed, type: VideoType): VideoFacts {
  // A cover is a picture beside the film; a second track is another angle, or for another eye.
  const picture = streams.find((one) => one.codec_type === 'video' && one.disposition?.attached_pic !== 1);
  const sounds = streams.filter((one) => one.codec_type === 'audio');
  // Phones write a second sound for their own kind of speakers.
  const sound = sounds.find((one) => SOUNDS.has(one.codec_name ?? '')) ?? sounds[0];
  if (!picture || !isKnown(picture, PICTURES) || (sound && !isKnown(sound, SOUNDS)))
    throw new Refusal('video-unsupported');
  const { width = 0, height = 0 } = picture;
  if (width * height > LIMITS.videoPixels) throw new Refusal('video-too-many-pixels');
  const saidSeconds = Number(format?.duration) || undefined;
  if (saidSeconds !== undefined && saidSeconds > LIMITS.videoSeconds) throw new Refusal('video-too-long');
  const shape = upright(picture, width, height);
  if (shape.widthPx < 1 || shape.heightPx < 1) throw new Refusal('video-unsupported');
  return {
    type,
    picture: { index: picture.index, codec: picture.codec_name! },
    sound: sound && { index: sound.index, codec: sound.codec_name! },
    ...shape,
    isHdr: HDR.has(picture.color_transfer ?? ''),
    playsAs: playsAs(type, picture, sound?.codec_name),
    saidSeconds,
    takenAt: takenAtOf({ ...picture.tags, ...format?.tags }),
  };
}

const isKnown = ({ codec_name = '' }: ProbedStream, known: ReadonlySet<string>): boolean => known.has(codec_name);

function upright({ sample_aspect_ratio, side_data_list }: ProbedStream, width: number, height: number) {
  const [across, down] = (sample_aspect_ratio ?? '1:1').split(':').map(Number) as [number, number];
  const wide = Math.round(width * (across > 0 && down > 0 ? across / down : 1));
  const turn = side_data_list?.find(({ rotation }) => rotation !== undefined)?.rotation ?? 0;
  return Math.abs(turn) % 180 === 90 ? { widthPx: height, heightPx: wide } : { widthPx: wide, heightPx: height };
}

/** What every browser plays: H.264 of eight bits in MP4, and what WebM was made for. */
function playsAs(type: VideoType, { codec_name, pix_fmt }: ProbedStream, sound: string | undefined) {
  const hasSoundOf = (...names: string[]) => sound === undefined || names.includes(sound);
  if (type === 'webm' && ['vp8', 'vp9', 'av1'].includes(codec_name!) && hasSoundOf('opus', 'vorbis')) return 'webm';
  const isPlain = codec_name === 'h264' && /^yuvj?420p$/u.test(pix_fmt ?? '');
  return isPlain && hasSoundOf('aac', 'mp3') ? 'mp4' : undefined;
}

/**
 * iPhones tell the clock of the place; everybody else tells UTC, which is said as such.
 * Source: QuickTime's `com.apple.quicktime.creationdate`, and ISO/IEC 14496-12, 8.2.2.
 */
function takenAtOf(tags: Tags): string | null {
  const local = tags['com.apple.quicktime.creationdate'];
  const said = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?([+-]\d\d):?(\d\d)$/u.exec(local ?? '');
  if (said) return isTime(said[1]!) ? `${said[1]}${said[2]}:${said[3]}` : null;
  const instant = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z$/u.exec(tags['creation_time'] ?? '');
  return instant && isTime(instant[1]!) ? `${instant[1]}+00:00` : null;
}

/** A clock that was never set says 1904, or 1970. */
const isTime = (iso: string): boolean => Date.parse(`${iso}Z`) > 0 && !iso.startsWith('1970-01-01');
