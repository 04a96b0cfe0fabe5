import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Rolls1795719812325 implements MigrationInterface {
  name = 'Rolls1795719812325';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "rolls" ("rv" bigint NOT NULL, "id" uuid NOT NULL, "owner_id" uuid NOT NULL, "group_id" uuid, "friends_of_id" uuid, "site_id" text, "photo_count" integer NOT NULL, "left_count" integer NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL, "expires_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_948f5c2e672b971942236cf4ec8" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "IDX_a279a1569bc94cd97c32509975" ON "rolls"  ("group_id", "created_at", "id") `);
    await runner.query(
      `CREATE INDEX "IDX_ea4c579d672f9e16c52c89827b" ON "rolls"  ("friends_of_id", "created_at", "id") `,
    );
    await runner.query(`CREATE INDEX "IDX_9f703b803cbc23a6700ce5e8e0" ON "rolls"  ("site_id", "created_at", "id") `);
    await runner.query(
      `CREATE TABLE "uploads" ("rv" bigint NOT NULL, "id" uuid NOT NULL, "roll_id" uuid NOT NULL, "owner_id" uuid NOT NULL, "group_id" uuid, "friends_of_id" uuid, "site_id" text, "width_px" integer NOT NULL, "height_px" integer NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_d1781d1eedd7459314f60f39bd3" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "IDX_91cc74a8dcbb17981b9ff31ea1" ON "uploads"  ("group_id", "created_at", "id") `);
    await runner.query(
      `CREATE INDEX "IDX_5676c3cd31119303b879bbfc0c" ON "uploads"  ("friends_of_id", "created_at", "id") `,
    );
    await runner.query(`CREATE INDEX "IDX_90157bbb37e42d112003ebdc37" ON "uploads"  ("site_id", "created_at", "id") `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "public"."IDX_90157bbb37e42d112003ebdc37"`);
    await runner.query(`DROP INDEX "public"."IDX_5676c3cd31119303b879bbfc0c"`);
    await runner.query(`DROP INDEX "public"."IDX_91cc74a8dcbb17981b9ff31ea1"`);
    await runner.query(`DROP TABLE "uploads"`);
    await runner.query(`DROP INDEX "public"."IDX_9f703b803cbc23a6700ce5e8e0"`);
    await runner.query(`DROP INDEX "public"."IDX_ea4c579d672f9e16c52c89827b"`);
    await runner.query(`DROP INDEX "public"."IDX_a279a1569bc94cd97c32509975"`);
    await runner.query(`DROP TABLE "rolls"`);
  }
}
