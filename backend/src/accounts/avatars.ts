import fs from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { changeAvatar, Person } from '@zoetrope/contract/features/people.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { isUuid } from './is-uuid.ts';
import type { Rows } from './rows.ts';

/** Which a row may name or not: what was just written, and what is about to be replaced. Found like any other meanwhile. */
const UNDECIDED = '.webp.draft';

export interface AvatarSettings {
  /** Holds `<avatarId>.webp`; shared by all nodes. */
  readonly folder: string;
  /** A small square WebP out of whatever was sent. Errors: Refusal of the photo kinds. */
  readonly render: (bytes: Uint8Array) => Promise<Uint8Array>;
}

/** People's pictures: the bytes on disk under an id of their own, the id in the person's row. */
export class Avatars {
  constructor(
    private readonly rows: Rows,
    private readonly settings: AvatarSettings,
  ) {}

  /** Errors: Refusal of the photo kinds. Effects: the file, then the row; at last the file before is removed. */
  async change(personId: string, bytes: Uint8Array): Promise<string> {
    const picture = await this.settings.render(bytes);
    const avatarId = newId();
    await this.write(avatarId, picture);
    try {
      await this.point(personId, avatarId);
    } catch (error) {
      // An answer that was lost may have been a yes: then the file is needed. The next sweep sees which it was.
      if (!(error instanceof Refusal) || error.body.kind === 'unavailable') throw error;
      await this.discard(avatarId);
      throw error;
    }
    await this.settle(avatarId);
    return avatarId;
  }

  /** Takes the picture away: initials again. */
  remove(personId: string): Promise<void> {
    return this.point(personId, null);
  }

  /** The picture's bytes; undefined when there is none of this id. */
  async find(avatarId: string): Promise<Uint8Array | undefined> {
    const { file, undecided } = this.pathsOf(avatarId);
    // Decided between the two looks, it is found by the third.
    return (await readThere(file)) ?? (await readThere(undecided)) ?? (await readThere(file));
  }

  /**
   * Decides about files of before `before` whose writer had no answer, or was killed: those that a row names are kept.
   * No others are looked at, so that a start with another database takes nobody's face.
   */
  async sweep(before: Date): Promise<void> {
    for (const avatarId of await this.undecidedOf(before)) {
      const [named] = await this.rows.query('select 1 from people where avatar_id = $1', [avatarId]);
      await (named ? this.settle(avatarId) : this.discard(avatarId));
    }
  }

  private async undecidedOf(before: Date): Promise<string[]> {
    const names = await unlessAbsent(fs.readdir(this.settings.folder));
    const ids: string[] = [];
    for (const name of names ?? []) {
      const avatarId = name.slice(0, -UNDECIDED.length);
      if (!name.endsWith(UNDECIDED) || !isUuid(avatarId)) continue;
      const stats = await unlessAbsent(fs.stat(path.join(this.settings.folder, name)));
      if (stats && stats.mtime < before) ids.push(avatarId);
    }
    return ids;
  }

  private async point(personId: string, avatarId: string | null): Promise<void> {
    for (let isDone = false; !isDone;) {
      const before = (await this.rows.find(Person, personId))?.avatarId ?? null;
      if (before !== null) await this.suspend(before);
      isDone = await this.replace(personId, before, avatarId);
      // Whether by us or by somebody else: no row names it any more, and none will again.
      if (before !== null) await this.discard(before);
    }
  }

  /** False when another picture than `before` was there: somebody else replaced it, so that whoever tries again gets on. */
  private async replace(personId: string, before: string | null, avatarId: string | null): Promise<boolean> {
    try {
      await this.rows.runFor(personId, changeAvatar, { avatarId, before });
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.body.code === 'conflict') return false;
      throw error;
    }
  }

  private async write(avatarId: string, bytes: Uint8Array): Promise<void> {
    const { undecided } = this.pathsOf(avatarId);
    await fs.mkdir(this.settings.folder, { recursive: true });
    try {
      await fs.writeFile(undecided, bytes, { flush: true });
    } catch (error) {
      await fs.rm(undecided, { force: true });
      throw isFull(error) ? new Refusal('disk-full') : error;
    }
  }

  /** A row names it. Whoever has replaced it meanwhile has discarded it. */
  private async settle(avatarId: string): Promise<void> {
    const { file, undecided } = this.pathsOf(avatarId);
    await unlessAbsent(fs.rename(undecided, file));
  }

  /** A row will perhaps not name it any more. */
  private async suspend(avatarId: string): Promise<void> {
    const { file, undecided } = this.pathsOf(avatarId);
    await unlessAbsent(fs.rename(file, undecided));
  }

  /** In this order, so that somebody who settles it at the same time does so before the file is removed, or finds nothing. */
  private async discard(avatarId: string): Promise<void> {
    const { file, undecided } = this.pathsOf(avatarId);
    await fs.rm(undecided, { force: true });
    await fs.rm(file, { force: true });
  }

  private pathsOf(avatarId: string): { readonly file: string; readonly undecided: string } {
    const { folder } = this.settings;
    return { file: path.join(folder, `${avatarId}.webp`), undecided: path.join(folder, avatarId + UNDECIDED) };
  }
}

async function unlessAbsent<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

const readThere = (file: string): Promise<Uint8Array | undefined> => unlessAbsent(fs.readFile(file));
const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;
const isFull = (error: unknown): boolean => codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';
