import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ContentByHash1795720071000 implements MigrationInterface {
  name = 'ContentByHash1795720071000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "content" ("id" text NOT NULL, "hash" text NOT NULL, "type" text NOT NULL, "byte_count" integer NOT NULL, "width_px" integer NOT NULL, "height_px" integer NOT NULL, "taken_at" text, "placeholder" text NOT NULL, "renditions" text array NOT NULL DEFAULT '{}', "original_type" text, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "UQ_4f93e4d1ea274d7637124d4b2d4" UNIQUE ("hash"), CONSTRAINT "PK_6a2083913f3647b44f205204e36" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE TABLE "photo_content" ("photo_id" uuid NOT NULL, "content_id" text NOT NULL, "upload_id" uuid NOT NULL, "uploader" json NOT NULL, "addition" json NOT NULL, "state" text NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "UQ_394e897baf9c337adb7c8411d9e" UNIQUE ("upload_id"), CONSTRAINT "PK_864b47087f7ceb9933dd5ddd36e" PRIMARY KEY ("photo_id"))`,
    );
    await runner.query(
      `CREATE INDEX "IDX_d415238ebf47531747b34eb7cc" ON "photo_content"  ("state") WHERE state in ('arrived', 'added')`,
    );
    await runner.query(`CREATE INDEX "IDX_ac5fc6379d2fbea2ab5ec03ec0" ON "photo_content"  ("content_id") `);
    await runner.query(
      `CREATE TABLE "content_remains" ("id" text NOT NULL, "dropped_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "PK_ea054eb57d2e035b23e0efc212d" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE TABLE "content_job" ("content_id" text NOT NULL, "state" text NOT NULL, "attempts" integer NOT NULL DEFAULT '0', "run_after" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "error" text, CONSTRAINT "PK_94300f239351731909a8f85b4d4" PRIMARY KEY ("content_id"))`,
    );
    await runner.query(`CREATE INDEX "IDX_2afd5eb0d4445f1dab10d6ff00" ON "content_job"  ("state", "run_after") `);
    await runner.query(
      `ALTER TABLE "photo_content" ADD CONSTRAINT "FK_ac5fc6379d2fbea2ab5ec03ec03" FOREIGN KEY ("content_id") REFERENCES "content"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "content_job" ADD CONSTRAINT "FK_94300f239351731909a8f85b4d4" FOREIGN KEY ("content_id") REFERENCES "content"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await moveJobs(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "content_job" DROP CONSTRAINT "FK_94300f239351731909a8f85b4d4"`);
    await runner.query(`ALTER TABLE "photo_content" DROP CONSTRAINT "FK_ac5fc6379d2fbea2ab5ec03ec03"`);
    await runner.query(`DROP INDEX "public"."IDX_2afd5eb0d4445f1dab10d6ff00"`);
    await runner.query(`DROP TABLE "content_job"`);
    await runner.query(`DROP TABLE "content_remains"`);
    await runner.query(`DROP INDEX "public"."IDX_ac5fc6379d2fbea2ab5ec03ec0"`);
    await runner.query(`DROP INDEX "public"."IDX_d415238ebf47531747b34eb7cc"`);
    await runner.query(`DROP TABLE "photo_content"`);
    await runner.query(`DROP TABLE "content"`);
  }
}

/** Written by hand: what the site has keeps its bytes where they are. The renditions of the furthest photo are everyone's. */
async function moveJobs(runner: QueryRunner): Promise<void> {
  await runner.query(
    `INSERT INTO "content" ("id", "hash", "type", "byte_count", "width_px", "height_px", "taken_at", "placeholder", "renditions", "original_type", "created_at")
     SELECT DISTINCT ON ("hash") "hash", "hash", "type", "byte_count", ("addition"->>'widthPx')::integer, ("addition"->>'heightPx')::integer, "addition"->>'takenAt', "placeholder", "renditions", "original_type", "created_at"
       FROM "media_job" ORDER BY "hash", ("state" = 'done') DESC, cardinality("renditions") DESC`,
  );
  await runner.query(
    `INSERT INTO "photo_content" ("photo_id", "content_id", "upload_id", "uploader", "addition", "state", "created_at")
     SELECT "photo_id", "hash", "upload_id", "uploader", "addition",
            CASE WHEN "state" = 'arrived' THEN 'arrived' WHEN cardinality("renditions") > 0 THEN 'shown'
                 WHEN "state" IN ('failed', 'dead') THEN 'failed' ELSE 'added' END, "created_at"
       FROM "media_job"`,
  );
  await runner.query(
    `INSERT INTO "content_job" ("content_id", "state", "attempts", "error")
     SELECT DISTINCT ON ("hash") "hash", CASE WHEN "state" = 'working' THEN 'waiting' ELSE "state" END, "attempts", "error"
       FROM "media_job" WHERE "state" <> 'arrived' ORDER BY "hash", ("state" = 'done') DESC, cardinality("renditions") DESC`,
  );
  await runner.query(`DROP TABLE "media_job"`);
}
