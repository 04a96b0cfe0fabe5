import type { MigrationInterface, QueryRunner } from 'typeorm';

export class UploadLock1795722396402 implements MigrationInterface {
  name = 'UploadLock1795722396402';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "upload_lock" ("upload_id" uuid NOT NULL, "token" bigint NOT NULL, "held_until" TIMESTAMP WITH TIME ZONE NOT NULL, "is_wanted" boolean NOT NULL, CONSTRAINT "PK_fc1081208b65c684b2f2c8b882f" PRIMARY KEY ("upload_id"))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "upload_lock"`);
  }
}
