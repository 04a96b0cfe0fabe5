import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Reactions1795480577022 implements MigrationInterface {
  name = 'Reactions1795480577022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "reactions" ("rv" bigint NOT NULL, "id" text NOT NULL, "photo_id" uuid NOT NULL, "person_id" uuid NOT NULL, "symbol" text NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_0b213d460d0c473bc2fb6ee27f3" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE INDEX "IDX_02def69a3f38a5116979f4747b" ON "reactions"  ("photo_id", "created_at", "id") `,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "public"."IDX_02def69a3f38a5116979f4747b"`);
    await runner.query(`DROP TABLE "reactions"`);
  }
}
