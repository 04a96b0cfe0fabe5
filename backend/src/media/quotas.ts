// How much room there is for more: each person's share, the site's, and the disk's.
import fs from 'node:fs/promises';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { Person } from '@zoetrope/contract/features/people.ts';
import { BYTES_PER_MEGABYTE, Site, SITE_ID } from '@zoetrope/contract/features/site.ts';
import type { RowOf } from '@zoetrope/contract/kernel/entity.ts';
import type { Usage } from '@zoetrope/contract/usage.ts';
import type { DataSource, EntityManager } from 'typeorm';
import type { StorageSettings } from '#config/storage-settings.ts';
import { logLine } from '#log.ts';

export class Quotas {
  constructor(
    private readonly source: DataSource,
    private readonly settings: StorageSettings,
    /** Whose disk is watched. */
    private readonly folder: string,
  ) {}

  /** Errors: Refusal `disk-full` when the disk has no room for so much more. */
  async assertSpace(moreBytes: number): Promise<void> {
    if ((await this.freeBytes()) - moreBytes < this.settings.minFreeBytes) throw new Refusal('disk-full');
  }

  /**
   * Lets an upload be announced that is written down in the same transaction. It takes its room from here on, until it is a
   * content or gone. Must run in a transaction.
   * Errors: Refusal `quota-used-up` when the person, `disk-full` when the site has no room for so much more.
   */
  async announce(manager: EntityManager, personId: string, byteCount: number): Promise<void> {
    await this.lockRooms(manager, personId);
    await this.assertFits(
      manager,
      byteCount,
      () => siteClaims(manager),
      () => personClaims(manager, personId),
    );
  }

  /**
   * Lets a content in whose use is written in the same transaction: of several that end in the same moment, and fit only
   * alone, one. They were announced, and there may be less room than there was then. Must run in a transaction.
   * Errors: as `announce`.
   */
  async reserve(manager: EntityManager, personId: string, { hash, byteCount }: Weighed): Promise<void> {
    await this.lockRooms(manager, personId);
    await this.assertFits(
      manager,
      byteCount,
      () => siteBytes(manager, hash),
      () => personBytes(manager, personId, hash),
    );
  }

  /** Always in this order. Whoever comes second sees, in the next statement, what the first one has written. */
  private async lockRooms(manager: EntityManager, personId: string): Promise<void> {
    if (this.settings.siteQuotaBytes !== undefined) await lockRoom(manager, 'site');
    if ((await personLimit(manager)) !== null) await lockRoom(manager, personId);
  }

  private async assertFits(
    manager: EntityManager,
    moreBytes: number,
    ofSite: () => Promise<number>,
    ofPerson: () => Promise<number>,
  ): Promise<void> {
    const { siteQuotaBytes } = this.settings;
    if (siteQuotaBytes !== undefined && (await ofSite()) + moreBytes > siteQuotaBytes) throw new Refusal('disk-full');
    const limitBytes = await personLimit(manager);
    if (limitBytes !== null && (await ofPerson()) + moreBytes > limitBytes) throw new Refusal('quota-used-up');
  }

  async usageOf(personId: string): Promise<Usage> {
    const person = (await this.source.getRepository(Person.name).findOneBy({ id: personId })) as RowOf<
      typeof Person
    > | null;
    return {
      ...(await this.personUse(personId)),
      limitBytes: await personLimit(this.source.manager),
      site: person?.isAdmin
        ? {
            usedBytes: await siteClaims(this.source.manager),
            limitBytes: this.settings.siteQuotaBytes ?? null,
            freeBytes: this.settings.s3 ? null : Math.max(0, (await this.freeBytes()) - this.settings.minFreeBytes),
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
    const usedBytes = await siteClaims(this.source.manager);
    if (usedBytes > siteQuotaBytes * 0.9)
      logLine('warning', 'Photos have nearly used up the SITE_QUOTA.', { usedBytes, siteQuotaBytes });
  }

  private async personUse(personId: string): Promise<{ usedBytes: number; photoCount: number }> {
    const [row] = await this.source.query<{ count: number }[]>(
      'select count(*)::int as count from photos where owner_id = $1',
      [personId],
    );
    return { usedBytes: await personClaims(this.source.manager, personId), photoCount: row!.count };
  }

  private async freeBytes(): Promise<number> {
    const { bavail, bsize } = await fs.statfs(this.folder);
    return bavail * bsize;
  }
}

/** A content: the same hash is the same bytes, which count once. */
interface Weighed {
  readonly hash: string;
  readonly byteCount: number;
}

async function lockRoom(manager: EntityManager, whose: string): Promise<void> {
  await manager.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`room of ${whose}`]);
}

/**
 * Of all contents, but the one of this hash. Asked twice for each upload, once while all others wait: of 200,000 contents the
 * row takes 0.05 ms, and their sum 90 ms (PostgreSQL 18, 98 MB of rows in memory, on two busy cores).
 */
async function siteBytes(manager: EntityManager, butHash = ''): Promise<number> {
  const [row] = await manager.query<{ used: string }[]>(
    `select byte_count - coalesce((select byte_count from content where hash = $1), 0) as used
       from content_total where id = 'site'`,
    [butHash],
  );
  return Number(row!.used);
}

/** Of the contents that the person's photos show, and those about to be; but the one of this hash. */
async function personBytes(manager: EntityManager, personId: string, butHash = ''): Promise<number> {
  const [row] = await manager.query<{ used: string }[]>(
    `select coalesce(sum(byte_count), 0) as used from content where hash <> $2 and id in (
       select u.content_id from photo_content u join photos p on p.id = u.photo_id where p.owner_id = $1::uuid
       union select content_id from photo_content where state = 'arrived' and uploader ->> 'id' = $1::uuid::text)`,
    [personId, butHash],
  );
  return Number(row!.used);
}

/** Of uploads that were announced and are no content yet: this person's, or everybody's. */
async function arrivingBytes(manager: EntityManager, personId: string | null): Promise<number> {
  const [row] = await manager.query<{ claimed: string }[]>(
    `select coalesce(sum(byte_count), 0) as claimed from arriving_upload a
      where gone_at is null and ($1::uuid is null or uploader_id = $1)
        and not exists (select 1 from photo_content u where u.upload_id = a.id)`,
    [personId],
  );
  return Number(row!.claimed);
}

const siteClaims = async (manager: EntityManager) => (await siteBytes(manager)) + (await arrivingBytes(manager, null));
const personClaims = async (manager: EntityManager, personId: string) =>
  (await personBytes(manager, personId)) + (await arrivingBytes(manager, personId));

async function personLimit(manager: EntityManager): Promise<number | null> {
  const site = (await manager.getRepository(Site.name).findOneBy({ id: SITE_ID })) as RowOf<typeof Site> | null;
  const megabytes = site?.personMegabytes ?? null;
  return megabytes === null ? null : megabytes * BYTES_PER_MEGABYTE;
}
