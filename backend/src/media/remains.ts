// What a removed photo leaves in PostgreSQL: the rows that were only to be seen with it, whichever feature they are of.
// Its topic is gone with it, so nobody holds them and nobody is told.
import { Photo, PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { DataSource } from 'typeorm';

interface Conversation {
  readonly table: string;
  readonly column: string;
}

export class Remains {
  private readonly conversations: readonly Conversation[];

  constructor(
    private readonly source: DataSource,
    registry: Registry,
  ) {
    // The photo's own id as the place is the photo itself, or its counts, which go with it by its own command.
    const places = registry.placesIn(PhotoTopic.name).filter(({ by }) => by['photoId'] !== 'id');
    this.conversations = places.map(({ entity, by }) => {
      const metadata = source.getMetadata(entity.name);
      const column = metadata.findColumnWithPropertyName(by['photoId']!);
      if (!column) throw new Error(`${entity.name} has no column ${by['photoId']}`);
      return { table: metadata.tableName, column: column.databaseName };
    });
  }

  /** Effects: removes what these photos, which are gone, have left. */
  async dropOf(photoIds: readonly string[]): Promise<void> {
    for (const { table, column } of this.conversations) {
      await this.source.query(`delete from "${table}" where "${column}" = any($1)`, [photoIds]);
    }
  }

  /** Effects: removes what was under way while its photo went. Reads every row. */
  async dropOrphans(): Promise<void> {
    const photos = this.source.getMetadata(Photo.name).tableName;
    for (const { table, column } of this.conversations) {
      await this.source.query(
        `delete from "${table}" r where not exists (select 1 from "${photos}" p where p.id = r."${column}")`,
      );
    }
  }
}
