// The only file that starts ffmpeg and ffprobe. What they are handed is a file of a stranger: they read that file and nothing
// else, in a reader that is named and not guessed, within limits of time, memory and room.
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import type { VideoType } from './sniff.ts';
import { TooHeavy, Undecodable } from './undecodable.ts';

/** What one call may take. */
export interface Bounds {
  readonly timeoutMs: number;
  /** Of what it prints; a file that it writes may be as large. */
  readonly maxBytes: number;
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** It yields to everything else on the machine. */
  readonly isInBackground?: boolean;
}

/** Those of Debian, Homebrew and the usual static builds have all of these. */
const NEEDED = { encoders: ['libx264', 'aac', 'mjpeg'], filters: ['zscale', 'tonemap'] } as const;
const LOOK_MS = 20_000;

/** Address space. 4K in HDR, the largest there is, took less than 1 GB with one thread, and than 1.3 with four (Debian 12). */
const MAX_MEMORY_BYTES = 2 * 1024 ** 3;
const READER: Readonly<Record<VideoType, string>> = { mp4: 'mov', mov: 'mov', webm: 'matroska' };
/** Everything else in a file stays undecoded, however it is called there. */
const DECODERS = [
  ...['h264', 'hevc', 'vp8', 'vp9', 'libvpx', 'libvpx-vp9', 'av1', 'libdav1d', 'libaom-av1', 'mpeg4', 'mjpeg'],
  ...['aac', 'mp3', 'mp3float', 'opus', 'libopus', 'vorbis', 'libvorbis', 'flac', 'alac', 'ac3', 'amrnb'],
  ...['pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s24be', 'pcm_f32le'],
];

const QUIETLY = ['-v', 'error', '-nostdin', '-hide_banner', '-filter_threads', '1'];
/** A shell sets the limits and becomes the program: kB of address space, seconds of CPU, blocks of 512 bytes in a file. */
const FENCE = 'ulimit -c 0; ulimit -v "$1"; ulimit -t "$2"; ulimit -f "$3"; shift 3; exec "$@"';
/** What a shell ends with where there is no such program, or none that it may start. Source: POSIX.1-2017, XCU 2.8.2. */
const CANNOT_START: ReadonlySet<number> = new Set([126, 127]);
/** What is kept of its complaints. */
const MAX_WORDS = 2_000;

/** Arguments that open a file. */
export const reading = (file: string, type: VideoType, threads = 1): string[] => [
  ...['-protocol_whitelist', 'file,pipe', '-f', READER[type], '-codec_whitelist', DECODERS.join()],
  ...['-max_pixels', String(LIMITS.videoPixels), '-threads', String(threads), '-i', `file:${file}`],
];

export class Ffmpeg {
  private readonly ffprobe: string;

  private constructor(private readonly ffmpeg: string) {
    const ending = path.extname(ffmpeg);
    this.ffprobe = path.join(path.dirname(ffmpeg), `ffprobe${ending}`);
  }

  /**
   * The programs at this place. `missing` says what they lack.
   * Errors: throws when they cannot be started.
   */
  static async open(ffmpeg: string): Promise<{ ffmpeg: Ffmpeg; missing: readonly string[] }> {
    const opened = new Ffmpeg(ffmpeg);
    const missing: string[] = [];
    for (const [list, names] of Object.entries(NEEDED)) {
      const listed = await opened.run([`-${list}`], { timeoutMs: LOOK_MS, maxBytes: 1024 ** 2 });
      const words = new Set(listed.output.toString().split(/\s+/u));
      missing.push(...names.filter((name) => !words.has(name)));
    }
    await opened.probe(['-version'], { timeoutMs: LOOK_MS, maxBytes: 1024 ** 2 });
    return { ffmpeg: opened, missing };
  }

  /** Errors: as `run`. */
  async probe(args: readonly string[], bounds: Bounds): Promise<Buffer> {
    return (await this.start(this.ffprobe, ['-v', 'error', ...args], bounds)).output;
  }

  /**
   * What it printed, and of what it complained.
   *
   * Errors: Undecodable when it fails; TooHeavy when it takes more than it may; the signal's reason; why it did not start.
   */
  run(args: readonly string[], bounds: Bounds): Promise<{ output: Buffer; complaints: string }> {
    return this.start(this.ffmpeg, [...QUIETLY, ...args], bounds);
  }

  /** The same, with what it prints in a file. */
  async runInto(file: string, args: readonly string[], bounds: Bounds): Promise<void> {
    await this.start(this.ffmpeg, [...QUIETLY, ...args], bounds, () => createWriteStream(file, { flags: 'wx' }));
  }

  private async start(program: string, args: readonly string[], bounds: Bounds, into?: () => Writable) {
    const child = this.spawn(program, args, bounds);
    const exited = exitOf(child);
    // It has said why, and has no streams where there are too many of them already. Source: Node's lib/internal/child_process.js.
    if (child.pid === undefined) await exited;
    let lateness: TooHeavy | undefined;
    const end = (why?: TooHeavy) => {
      lateness ??= why;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => end(new TooHeavy('a video took too long')), bounds.timeoutMs);
    const abort = () => end();
    bounds.signal?.addEventListener('abort', abort);
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (complaints.length < MAX_WORDS) complaints += text.slice(0, MAX_WORDS);
    });
    try {
      const printed = new Printed(bounds.maxBytes, () => end(new TooHeavy('a video printed too much')));
      const writing = pipeline(child.stdout, printed.counted(), into?.() ?? printed.kept()).catch((error: unknown) => {
        end();
        throw error;
      });
      const [code] = await Promise.all([exited, writing]);
      bounds.signal?.throwIfAborted();
      if (lateness) throw lateness;
      if (code !== null && CANNOT_START.has(code)) throw new Error(`${program} cannot be started: ${complaints}`);
      if (code !== 0) throw new Undecodable(`ffmpeg ended with ${code}: ${complaints.trim().slice(0, 300)}`);
      return { output: printed.bytes(), complaints };
    } finally {
      clearTimeout(timer);
      bounds.signal?.removeEventListener('abort', abort);
    }
  }

  private spawn(program: string, args: readonly string[], { timeoutMs, maxBytes, signal, isInBackground }: Bounds) {
    signal?.throwIfAborted();
    // Nothing of our environment is theirs: it holds the database's password. One heap for all threads: each of its own would
    // take address space that it never uses.
    const options = { env: { MALLOC_ARENA_MAX: '1' }, stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'] };
    if (process.platform === 'win32') return spawn(program, args, options);
    const limits = [MAX_MEMORY_BYTES / 1024, Math.ceil((timeoutMs / 1000) * os.availableParallelism()), maxBytes / 512];
    const fenced = ['-c', FENCE, 'sh', ...limits.map((limit) => String(Math.ceil(limit))), program, ...args];
    const child = spawn('/bin/sh', fenced, options);
    if (isInBackground && child.pid !== undefined) os.setPriority(child.pid, os.constants.priority.PRIORITY_LOW);
    return child;
  }
}

/** The code that it ended with; null when a signal ended it. Errors: why it did not start. */
function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    // Not once: nobody else hears of a later one.
    child.on('error', reject);
    child.once('close', resolve);
  });
}

/** What a program prints, up to a limit. */
class Printed {
  private readonly chunks: Buffer[] = [];
  private byteCount = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly onTooMuch: () => void,
  ) {}

  counted(): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.byteCount += chunk.length;
        if (this.byteCount <= this.maxBytes) return done(null, chunk);
        this.onTooMuch();
        return done();
      },
    });
  }
  kept(): Writable {
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.chunks.push(chunk);
        done();
      },
    });
  }
  bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }
}
