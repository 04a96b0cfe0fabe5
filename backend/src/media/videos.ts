// Short videos: what a received file is, its poster, and what is handed out of it. Whatever browsers play is kept as it is;
// anything else is encoded once more, in the background. docs/decisions/0014 says why.
import { Refusal } from '@zoetrope/contract/errors.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { reading, type Bounds, type Ffmpeg } from './ffmpeg.ts';
import { endsWithBox } from './iso-boxes.ts';
import type { VideoType } from './sniff.ts';
import { PICTURES_AT_ONCE } from './turnstile.ts';
import { Undecodable } from './undecodable.ts';
import { toFacts, type Probed, type VideoFacts } from './video-facts.ts';

export interface VideoLook {
  /** As seen, upright. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly durationMs: number;
  /** As `TakenAt` of the contract; null when the file does not say. */
  readonly takenAt: string | null;
  /** A JPEG, at most as wide as the widest rendition. */
  readonly poster: Buffer;
}

/** Reading half a gigabyte without decoding it takes a second or two; a frame of 4K, one. */
const LOOK: Bounds = { timeoutMs: 30_000, maxBytes: 32 * 1024 ** 2 };
const POSTER_PX = 2560;
/** Later than the black with which many begin, and where short ones still are. */
const POSTER_AT_S = 1;
/** What phones without a good network play well: 1080p, either way up, 60 frames a second. */
const SERVED = { longPx: 1920, shortPx: 1080, framesPerS: 60 } as const;
/** On one busy core 4K in HDR, the slowest there is, took eight times as long as it plays. */
const ENCODING_MS_PER_MS = 20;
const ENCODING_LEAST_MS = 120_000;
/** More would take memory and gain little. */
const MAX_THREADS = 4;
/** Copying is as fast as the disk. */
const COPYING_MS = 300_000;
/** What ffmpeg says of a frame that is larger than `reading` lets in, and of a file that ends in the middle. */
const TOO_LARGE = /max pixel count/u;
const CUT_OFF = /partial file|ended prematurely|truncat/iu;

/** Nothing that a camera, a phone or an editor wrote beside picture and sound: names, places, chapters, its own name. */
const SAYING_NOTHING = ['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact'];
/**
 * Messages inside the picture's stream, where cameras hide what they like: supplemental enhancement information.
 * Source: ITU-T H.264, table 7-1 (6), and H.265, table 7-1 (39, 40).
 */
const WITHOUT_MESSAGES: Readonly<Record<string, string>> = {
  h264: 'filter_units=remove_types=6',
  hevc: 'filter_units=remove_types=39-40',
};
/** As Apple's players want a HEVC to be called. */
const APPLE_HEVC = ['-tag:v', 'hvc1'];

export class Videos {
  constructor(private readonly ffmpeg: Ffmpeg) {}

  /**
   * What a received file is, once it is sure that it can be shown: the whole of it was read, and a frame of it decoded.
   * Errors: Refusal `video-too-long`, `video-too-many-pixels`, `video-unsupported`; Undecodable, TooHeavy.
   */
  async look(file: string, type: VideoType): Promise<VideoLook> {
    const facts = await this.factsOf(file, type);
    if (type !== 'webm' && !(await endsWithBox(file))) throw new Undecodable('the file ends too early');
    const seconds = await this.measure(file, facts);
    if (seconds > LIMITS.videoSeconds) throw new Refusal('video-too-long');
    const { widthPx, heightPx, takenAt } = facts;
    const poster = await this.posterOf(file, facts, seconds);
    return { widthPx, heightPx, takenAt, durationMs: Math.max(1, Math.round(seconds * 1000)), poster };
  }

  /** The same poster again. Errors: as `look`. */
  async poster(file: string, type: VideoType, durationMs: number): Promise<Buffer> {
    return this.posterOf(file, await this.factsOf(file, type), durationMs / 1000);
  }

  /**
   * Writes picture and sound as they came into a new file, without anything that they came with.
   * Errors: Undecodable, TooHeavy; the signal's reason.
   */
  async clean(file: string, type: VideoType, into: string, signal: AbortSignal): Promise<Cleaned> {
    const facts = await this.factsOf(file, type);
    const cleaned = facts.playsAs ?? type;
    const messages = WITHOUT_MESSAGES[facts.picture.codec];
    await this.ffmpeg.run(
      [
        ...reading(file, type),
        ...streamsOf(facts),
        ...['-c', 'copy', ...(messages ? ['-bsf:v', messages] : []), ...SAYING_NOTHING],
        ...(facts.picture.codec === 'hevc' && cleaned !== 'webm' ? APPLE_HEVC : []),
        // The index before the bytes, so that it plays before it is all here.
        ...(cleaned === 'webm' ? [] : ['-movflags', '+faststart', '-write_tmcd', '0']),
        ...['-f', cleaned, `file:${into}`],
      ],
      { timeoutMs: COPYING_MS, maxBytes: LIMITS.videoBytes * 1.1, signal, isInBackground: true },
    );
    return { type: cleaned, isPlayable: facts.playsAs !== undefined };
  }

  /**
   * Writes what every browser plays: H.264 and AAC in an MP4 of 1080p at most.
   *
   * It is written by us from what ffmpeg prints, so that a process that is killed leaves nobody at work; `clean` gives it its
   * index.
   * Errors: Undecodable, TooHeavy; the signal's reason.
   */
  async encode(file: string, type: VideoType, durationMs: number, into: string, signal: AbortSignal): Promise<void> {
    const facts = await this.factsOf(file, type);
    const threads = Math.min(MAX_THREADS, PICTURES_AT_ONCE);
    await this.ffmpeg.runInto(
      into,
      [
        ...reading(file, type, threads),
        ...streamsOf(facts),
        ...['-vf', toScreen(facts, fitted(facts, SERVED.longPx, SERVED.shortPx)), '-fpsmax', String(SERVED.framesPerS)],
        ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-maxrate', '8M', '-bufsize', '16M'],
        ...['-profile:v', 'high', '-threads:v', String(threads), '-c:a', 'aac', '-b:a', '128k', '-ac', '2'],
        ...[...SAYING_NOTHING, '-f', 'mp4', '-movflags', 'frag_keyframe+empty_moov+default_base_moof', 'pipe:1'],
      ],
      {
        timeoutMs: ENCODING_LEAST_MS + durationMs * ENCODING_MS_PER_MS,
        maxBytes: LIMITS.videoBytes,
        signal,
        isInBackground: true,
      },
    );
  }

  private async factsOf(file: string, type: VideoType): Promise<VideoFacts> {
    const args = [...reading(file, type), '-show_streams', '-show_format', '-of', 'json'];
    try {
      const said = await this.ffmpeg.probe(args, { ...LOOK, maxBytes: 1024 ** 2 });
      return toFacts(JSON.parse(String(said)) as Probed, type);
    } catch (error) {
      if (error instanceof SyntaxError) throw new Undecodable('ffprobe says nothing sensible', { cause: error });
      // A decoder was about to see what the head did not say.
      if (error instanceof Undecodable && TOO_LARGE.test(error.message)) throw new Refusal('video-too-many-pixels');
      throw error;
    }
  }

  /** How long it plays, s, by reading all of it: heads lie, and those of browsers' own recordings do not say. */
  private async measure(file: string, facts: VideoFacts): Promise<number> {
    const { output, complaints } = await this.ffmpeg.run(
      [
        ...[...reading(file, facts.type), ...streamsOf(facts), '-c', 'copy'],
        ...['-progress', 'pipe:1', '-stats_period', '10', '-f', 'null', '-'],
      ],
      LOOK,
    );
    if (CUT_OFF.test(complaints)) throw new Undecodable(complaints.slice(0, 300));
    const microseconds = [...String(output).matchAll(/^out_time_us=(\d+)$/gmu)].at(-1)?.[1];
    const readSeconds = Number(microseconds ?? 0) / 1_000_000;
    // What was read ends where the last frame begins; a head that says about the same knows better.
    const { saidSeconds = 0 } = facts;
    return Math.abs(saidSeconds - readSeconds) < 1 ? saidSeconds : readSeconds;
  }

  private async posterOf(file: string, facts: VideoFacts, seconds: number): Promise<Buffer> {
    for (const atS of [Math.min(POSTER_AT_S, seconds / 10), 0]) {
      const { output } = await this.ffmpeg.run(
        [
          ...['-ss', atS.toFixed(3), ...reading(file, facts.type), '-map', `0:${facts.picture.index}`],
          ...['-frames:v', '1', '-vf', toScreen(facts, fitted(facts, POSTER_PX, Infinity)), '-c:v', 'mjpeg'],
          ...['-threads:v', '1', '-q:v', '2', ...SAYING_NOTHING, '-f', 'image2pipe', 'pipe:1'],
        ],
        LOOK,
      );
      if (output.length > 0) return output;
    }
    throw new Undecodable('no frame can be decoded');
  }
}

export interface Cleaned {
  readonly type: VideoType;
  /** Browsers play it as it is. */
  readonly isPlayable: boolean;
}

const streamsOf = ({ picture, sound }: VideoFacts): string[] => [
  ...['-map', `0:${picture.index}`],
  ...(sound ? ['-map', `0:${sound.index}`] : []),
];

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Never enlarged; both sides even, as most codecs want them. */
function fitted({ widthPx, heightPx }: Size, longPx: number, shortPx: number): Size {
  const [long, short] = widthPx > heightPx ? [widthPx, heightPx] : [heightPx, widthPx];
  const scale = Math.min(1, longPx / long, shortPx / short);
  const even = (side: number) => Math.max(2, Math.round((side * scale) / 2) * 2);
  return { widthPx: even(widthPx), heightPx: even(heightPx) };
}

/** Upright by itself; of that size, in the colours of a common screen. */
function toScreen({ isHdr }: VideoFacts, { widthPx, heightPx }: Size): string {
  if (!isHdr) return `scale=${widthPx}:${heightPx},setsar=1,format=yuv420p`;
  // Small first: what follows is done in floating point.
  const toLinear = `zscale=w=${widthPx}:h=${heightPx}:t=linear:npl=203,format=gbrpf32le,zscale=p=bt709`;
  return `${toLinear},tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,setsar=1,format=yuv420p`;
}
