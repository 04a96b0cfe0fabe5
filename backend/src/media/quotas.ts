// How much room there is for more: each person's share, the site's, and the disk's.
import fs from 'node:fs/promises';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { Person } from '@zoetrope/contract/features/people.ts';
import { BYTES_PER_MEGABYTE, Site, SITE_ID } from '@zoetrope/contract/features/site.ts';
import type { RowOf } from '@zoetrope/contract/kernel/entity.ts';
import type { Usage } from '@zoetrope/contract/usage.ts';
import type { DataSource } from 'typeorm';
import type { StorageSettings } from '#config/storage-settings.ts';
import { logLine } from '#log.ts';

export class Quotas {
  constructor(
    private readonly source: DataSource,
    private readonly settings: StorageSettings,
    /** Whose disk is watched. */
    private readonly folder: string,
  ) {}

  /**
   * Looked at before the first byte and again after the last; those that finish in the same moment may each just fit.
   * Errors: Refusal `quota-used-up` when the person, `disk-full` when the site or the disk has no room for so much more.
   */
  async assertRoom(personId: string, moreBytes: number): Promise<void> {
    const { siteQuotaBytes, minFreeBytes } = this.settings;
    if (siteQuotaBytes !== undefined && (await this.siteBytes()) + moreBytes > siteQuotaBytes)
      throw new Refusal('disk-full');
    const limitBytes = await this.personLimit();
    if (limitBytes !== null && (await this.personUse(personId)).usedBytes + moreBytes > limitBytes)
      throw new Refusal('quota-used-up');
    if ((await this.freeBytes()) - moreBytes < minFreeBytes) throw new Refusal('disk-full');
  }

  async usageOf(personId: string): Promise<Usage> {
    const person = (await this.source.getRepository(Person.name).findOneBy({ id: personId })) as RowOf<
      typeof Person
    > | null;
    return {
      ...(await this.personUse(personId)),
      limitBytes: await this.personLimit(),
      site: person?.isAdmin
        ? {
            usedBytes: await this.siteBytes(),
            limitBytes: this.settings.siteQuotaBytes ?? null,
            freeBytes: Math.max(0, (await this.freeBytes()) - this.settings.minFreeBytes),
          }
        : null,
    };
  }

  /** One line for whoever runs the site, while there is still time to do something. Called now and then. */
  async watch(): Promise<void> {
    const { siteQuotaBytes, minFreeBytes } = this.settings;
    const freeBytes = await this.freeBytes();
    if (freeBytes < minFreeBytes * 4) logLine('warning', 'The disk is nearly full.', { freeBytes, minFreeBytes });
    if (siteQuotaBytes === undefined) return;
    const usedBytes = await this.siteBytes();
    if (usedBytes > siteQuotaBytes * 0.9)
      logLine('warning', 'Photos have nearly used up the SITE_QUOTA.', { usedBytes, siteQuotaBytes });
  }

  private async personUse(personId: string): Promise<{ usedBytes: number; photoCount: number }> {
    const [row] = await this.source.query<{ used: string; count: number }[]>(
      `select (select count(*)::int from photos where owner_id = $1) as count,
              (select coalesce(sum(byte_count), 0) from content where id in (
                 select u.content_id from photo_content u join photos p on p.id = u.photo_id where p.owner_id = $1)) as used`,
      [personId],
    );
    return { usedBytes: Number(row!.used), photoCount: row!.count };
  }

  private async siteBytes(): Promise<number> {
    const [row] = await this.source.query<{ used: string }[]>(
      'select coalesce(sum(byte_count), 0) as used from content',
    );
    return Number(row!.used);
  }

  private async personLimit(): Promise<number | null> {
    const site = (await this.source.getRepository(Site.name).findOneBy({ id: SITE_ID })) as RowOf<typeof Site> | null;
    const megabytes = site?.personMegabytes ?? null;
    return megabytes === null ? null : megabytes * BYTES_PER_MEGABYTE;
  }

  private async freeBytes(): Promise<number> {
    const { bavail, bsize } = await fs.statfs(this.folder);
    return bavail * bsize;
  }
}
