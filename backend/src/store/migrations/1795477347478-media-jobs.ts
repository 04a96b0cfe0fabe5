import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MediaJobs1795477347478 implements MigrationInterface {
  name = 'MediaJobs1795477347478';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "media_job" ("photo_id" uuid NOT NULL, "upload_id" uuid NOT NULL, "uploader" json NOT NULL, "addition" json NOT NULL, "hash" text NOT NULL, "type" text NOT NULL, "byte_count" integer NOT NULL, "placeholder" text NOT NULL, "renditions" text array NOT NULL DEFAULT '{}', "original_type" text, "state" text NOT NULL, "attempts" integer NOT NULL DEFAULT '0', "run_after" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "error" text, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "UQ_8f4c8beb03a6bff71948f1a7f52" UNIQUE ("upload_id"), CONSTRAINT "PK_f93dc8bb921325f280941249cd6" PRIMARY KEY ("photo_id"))`,
    );
    await runner.query(`CREATE INDEX "IDX_2bd8d495b0d8b3c08decdfdc0d" ON "media_job"  ("state", "run_after") `);
    await runner.query(`CREATE INDEX "IDX_4cdcb5155b65743c3d880131eb" ON "media_job"  ("hash") `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "public"."IDX_4cdcb5155b65743c3d880131eb"`);
    await runner.query(`DROP INDEX "public"."IDX_2bd8d495b0d8b3c08decdfdc0d"`);
    await runner.query(`DROP TABLE "media_job"`);
  }
}
