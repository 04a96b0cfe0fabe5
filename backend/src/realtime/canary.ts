// A Redis may be connected and deaf: a fail-over, a broken subscription or a network that drops one direction leave both
// connections open and tell nobody. So a node says a word to itself, by the road that every word takes, and listens.
// Source: Centrifugo's issue 1189 (publish and subscribe dead for hours, health green) and its pull request 594.
import { newId } from '@zoetrope/contract/ids.ts';

const SING_EACH_MS = 2_000;
/** Two songs may be lost or late; with a look each 250 ms a deaf Redis is known within 6 s. */
const SILENCE_MS = 5_500;
/** Once it is known to be deaf, each new connection has so long to prove that it is not. */
const RETRY_MS = 3_000;
const LOOK_EACH_MS = 250;
/** Longer words are commits. */
const SONG_MAX_BYTES = 1_000;

export interface CanaryParts {
  /** Says a word by the road of all words; the node that says it gets no event of it. */
  readonly sing: (song: string) => void;
  /** Called once when the own word has not come back for too long, and again each time that a new try was in vain. */
  readonly onSilence: () => void;
  /** It came back. */
  readonly onSong: () => void;
}

export class Canary {
  private readonly name = newId();
  private count = 0;
  private heardAtMs = 0;
  private sungAtMs = 0;
  private isSilent = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: CanaryParts) {}

  /** From now on a word is due. */
  start(): void {
    this.heardAtMs = performance.now();
    this.timer ??= setInterval(() => this.look(), LOOK_EACH_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Every message that Redis hands to this node, as it is; its own words among them. */
  listen(message: Buffer): void {
    if (message.length > SONG_MAX_BYTES || !message.includes(this.name)) return;
    this.heardAtMs = performance.now();
    this.isSilent = false;
    this.parts.onSong();
  }

  private look(): void {
    const nowMs = performance.now();
    // Known to be deaf: the first moment at which it is not any more counts.
    if (this.isSilent || nowMs - this.sungAtMs >= SING_EACH_MS) {
      this.sungAtMs = nowMs;
      this.parts.sing(`${this.name} ${(this.count += 1)}`);
    }
    if (nowMs - this.heardAtMs < (this.isSilent ? RETRY_MS : SILENCE_MS)) return;
    this.heardAtMs = nowMs;
    this.isSilent = true;
    this.parts.onSilence();
  }
}
