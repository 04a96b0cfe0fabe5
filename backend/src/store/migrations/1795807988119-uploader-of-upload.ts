import type { MigrationInterface, QueryRunner } from 'typeorm';

export class UploaderOfUpload1795807988119 implements MigrationInterface {
  name = 'UploaderOfUpload1795807988119';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "arriving_upload" ADD "uploader_id" uuid`);
    await runner.query(
      `CREATE INDEX "IDX_54fc1456433ac161edc468221e" ON "arriving_upload"  ("uploader_id") WHERE gone_at is null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "public"."IDX_54fc1456433ac161edc468221e"`);
    await runner.query(`ALTER TABLE "arriving_upload" DROP COLUMN "uploader_id"`);
  }
}
