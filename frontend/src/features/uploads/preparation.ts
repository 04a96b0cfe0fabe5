// Before a byte is sent: what is each file, in which shape will it come, and do the others know?
import type { Duplicate } from '@zoetrope/contract/duplicates.ts';
import type { PhotoAudience } from '@zoetrope/contract/features/audiences.ts';
import { errorBody, type ErrorBody } from '@zoetrope/contract/errors.ts';
import type { Announced } from './announcer.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { isOpen, type UploadEntry } from './entry.ts';
import { checkFile } from './file-checks.ts';
import type { Ledger } from './ledger.ts';
import { USUAL_SHAPE } from './measure.ts';

export interface PreparationPorts {
  readonly ledger: Ledger;
  readonly announcer: {
    begin(roll: Announced): Promise<void>;
    renew(rollId: string): Promise<boolean>;
    drop(photoIds: readonly string[]): void;
  };
  measure(file: Blob): Promise<{ widthPx: number; heightPx: number } | undefined>;
  /** SHA-256 in hex; undefined where it cannot be told. */
  hash(file: Blob): Promise<string | undefined>;
  /** Whether the server takes videos; undefined where it cannot be asked now. */
  takesVideos(): Promise<boolean | undefined>;
  /** Of these, what the audience has already; nothing where that cannot be asked now. */
  findHere(audience: PhotoAudience, hashes: readonly string[]): Promise<readonly Duplicate[]>;
  /** Whether it is this tab's to send. */
  maySend(id: string): boolean;
  refuse(id: string, error: ErrorBody, here?: UploadEntry['here']): void;
  /** Some may be sent now. */
  onReady(): void;
}

/** Hashed before the first of them is sent; a large batch is not held up by its last file. */
const PART = LIMITS.askedDuplicates;
/** The others are told first; where they cannot be, the photos do not wait for it. */
const TOLD_WITHIN_MS = 3_000;

export class Preparation {
  private working: Promise<void> = Promise.resolve();
  private isRenewing = false;
  /** On their way while the others were told: the place of such a one may have been made after its photo was there. */
  private readonly doubted = new Set<string>();

  constructor(private readonly ports: PreparationPorts) {}

  /** Looks at what was added, roll by roll, in order; the others hear of a whole roll with its first part. */
  wake(): void {
    this.working = this.working.then(() => this.work());
  }

  /** Says that the sender is still there; a roll that went meanwhile begins anew with what is left of it. */
  async renew(): Promise<void> {
    if (this.isRenewing) return;
    this.isRenewing = true;
    const rollIds = new Set(this.own((entry) => entry.isAnnounced).map((entry) => entry.rollId));
    for (const rollId of rollIds) {
      if (!(await this.ports.announcer.renew(rollId))) await this.announce(rollId);
    }
    this.isRenewing = false;
  }

  private async work(): Promise<void> {
    for (;;) {
      const [next] = this.own((entry) => !entry.isAnnounced || !entry.isSorted);
      if (!next) return;
      const { rollId } = next;
      const part = this.rollOf(rollId)
        .filter((entry) => !entry.isSorted)
        .slice(0, PART)
        .map(({ id }) => id);
      for (const id of part) await this.look(id, true);
      await this.sortOut(part);
      if (this.rollOf(rollId).some((entry) => !entry.isAnnounced)) {
        for (const { id, widthPx } of this.rollOf(rollId))
          if (!widthPx && !part.includes(id)) await this.look(id, false);
        await this.announce(rollId);
      }
      for (const id of part) this.ports.ledger.change(id, { isSorted: true });
      this.ports.onReady();
    }
  }

  /** Hashing reads the whole file, measuring its head. */
  private async look(id: string, isHashed: boolean): Promise<void> {
    const { ledger, measure, hash, takesVideos, refuse } = this.ports;
    const file = await ledger.fileOf(id);
    const entry = ledger.entries.get(id);
    if (!entry) return;
    const code = file ? await checkFile(file, takesVideos) : 'photo-damaged';
    if (code || !file) return refuse(id, errorBody(code ?? 'photo-damaged'));
    const shape = entry.widthPx ? undefined : await measure(file);
    const sha256 = isHashed ? await hash(file) : undefined;
    ledger.change(id, { ...shape, ...(sha256 !== undefined && { sha256 }) });
    return undefined;
  }

  /** What is there already is not sent. */
  private async sortOut(ids: readonly string[]): Promise<void> {
    const part = this.own(({ id }) => ids.includes(id));
    const [first] = part;
    const hashes = part.flatMap(({ sha256 }) => sha256 ?? []);
    if (!first || hashes.length === 0) return;
    const found = await this.ports.findHere(first.audience, [...new Set(hashes)]);
    const byHash = new Map(found.map((one) => [one.hash, one]));
    for (const { id, sha256 } of part) {
      const here = sha256 === undefined ? undefined : byHash.get(sha256);
      if (here) this.ports.refuse(id, errorBody('photo-already-here'), here);
    }
  }

  private async announce(rollId: string): Promise<void> {
    const { ledger, announcer } = this.ports;
    const roll = this.rollOf(rollId);
    const [first] = roll;
    if (!first) return;
    const photos = roll.map((entry) => ({ id: entry.id, ...shapeOf(entry) }));
    const told = announcer.begin({ id: rollId, audience: first.audience, photos });
    await Promise.race([told, afterMs(TOLD_WITHIN_MS)]);
    for (const { id } of roll) ledger.change(id, { isAnnounced: true });
    void told.then(() => this.lookBack(photos.map(({ id }) => id)));
  }

  /**
   * The others have been told; meanwhile some came, or were given up, and no photo will take those places. Of what is on
   * its way it is not known until the server answers whether it came first.
   */
  private lookBack(ids: readonly string[]): void {
    const { ledger, announcer } = this.ports;
    const isComing = (entry: UploadEntry | undefined) => entry !== undefined && isOpen(entry);
    announcer.drop(ids.filter((id) => !isComing(ledger.entries.get(id))));
    for (const id of ids) if (wasSent(ledger.entries.get(id))) this.doubted.add(id);
  }

  /** It came to its end. */
  settled(id: string): void {
    const isThere = this.ports.ledger.entries.get(id)?.state === 'done';
    if (this.doubted.delete(id) && isThere) this.ports.announcer.drop([id]);
  }

  private rollOf(rollId: string): UploadEntry[] {
    return this.own((entry) => entry.rollId === rollId);
  }
  private own(is: (entry: UploadEntry) => boolean): UploadEntry[] {
    return this.ports.ledger.entries
      .all()
      .filter((entry) => isOpen(entry) && this.ports.maySend(entry.id) && is(entry));
  }
}

const shapeOf = ({ widthPx, heightPx }: UploadEntry) => (widthPx && heightPx ? { widthPx, heightPx } : USUAL_SHAPE);

/** Some of its bytes have left this device, or all. */
const wasSent = (entry: UploadEntry | undefined): boolean =>
  entry !== undefined && isOpen(entry) && (entry.state !== 'waiting' || entry.uploadUrl !== undefined);

const afterMs = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
