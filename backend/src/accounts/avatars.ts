import fs from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { changeAvatar, Person } from '@zoetrope/contract/features/people.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Rows } from './rows.ts';

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
      // An answer that was lost may have been a yes: then the file is needed.
      if (!(error instanceof Refusal) || error.body.kind === 'unavailable') throw error;
      await this.discard(avatarId);
      throw error;
    }
    return avatarId;
  }

  /** Takes the picture away: initials again. */
  remove(personId: string): Promise<void> {
    return this.point(personId, null);
  }

  /** The picture's bytes; undefined when there is none of this id. */
  async find(avatarId: string): Promise<Uint8Array | undefined> {
    try {
      return await fs.readFile(this.fileOf(avatarId));
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  private async point(personId: string, avatarId: string | null): Promise<void> {
    let before: string | null;
    do before = (await this.rows.find(Person, personId))?.avatarId ?? null;
    while (!(await this.replace(personId, before, avatarId)));
    if (before !== null) await this.discard(before);
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

  /** Under another name until it is whole: a reader sees all of it or nothing. */
  private async write(avatarId: string, bytes: Uint8Array): Promise<void> {
    const draft = `${this.fileOf(avatarId)}.draft`;
    await fs.mkdir(this.settings.folder, { recursive: true });
    try {
      await fs.writeFile(draft, bytes, { flush: true });
      await fs.rename(draft, this.fileOf(avatarId));
    } catch (error) {
      await fs.rm(draft, { force: true });
      throw isFull(error) ? new Refusal('disk-full') : error;
    }
  }

  private discard(avatarId: string): Promise<void> {
    return fs.rm(this.fileOf(avatarId), { force: true });
  }

  private fileOf(avatarId: string): string {
    return path.join(this.settings.folder, `${avatarId}.webp`);
  }
}

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;
const isAbsence = (error: unknown): boolean => codeOf(error) === 'ENOENT';
const isFull = (error: unknown): boolean => codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';
