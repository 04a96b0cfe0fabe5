import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Downloads1795721038851 implements MigrationInterface {
  name = 'Downloads1795721038851';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "download" ("id" uuid NOT NULL, "person_id" uuid NOT NULL, "group_id" uuid, "photo_ids" uuid array NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "PK_84dcb3c6afdf8b2f9c0b8cd457f" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "IDX_831e467860551aec0d89534bc4" ON "download"  ("created_at") `);
    await runner.query(`ALTER TABLE "content" ADD "original_byte_count" integer`);
    await runner.query(`ALTER TABLE "content" ADD "original_crc32" integer`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "content" DROP COLUMN "original_crc32"`);
    await runner.query(`ALTER TABLE "content" DROP COLUMN "original_byte_count"`);
    await runner.query(`DROP INDEX "public"."IDX_831e467860551aec0d89534bc4"`);
    await runner.query(`DROP TABLE "download"`);
  }
}
