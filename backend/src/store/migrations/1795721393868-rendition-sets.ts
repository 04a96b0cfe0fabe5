import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RenditionSets1795721393868 implements MigrationInterface {
  name = 'RenditionSets1795721393868';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "content" ADD "rendition_set" integer NOT NULL DEFAULT '0'`);
    await runner.query(`ALTER TABLE "photo_content" ADD "told_set" integer NOT NULL DEFAULT '0'`);
    // What a site has was made when the set was the first one, and is rendered anew by the worker.
    await runner.query(`ALTER TABLE "photos" ADD "renditions" integer NOT NULL DEFAULT 1`);
    await runner.query(`ALTER TABLE "photos" ALTER COLUMN "renditions" DROP DEFAULT`);
    await runner.query(
      `UPDATE "content" SET "rendition_set" = 1 WHERE "id" IN (SELECT "content_id" FROM "content_job" WHERE "state" = 'done')`,
    );
    await runner.query(`UPDATE "photo_content" SET "told_set" = 1 WHERE "state" = 'shown'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "photos" DROP COLUMN "renditions"`);
    await runner.query(`ALTER TABLE "photo_content" DROP COLUMN "told_set"`);
    await runner.query(`ALTER TABLE "content" DROP COLUMN "rendition_set"`);
  }
}
