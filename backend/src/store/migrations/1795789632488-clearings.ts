import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Clearings1795789632488 implements MigrationInterface {
  name = 'Clearings1795789632488';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "clearings" ("rv" bigint NOT NULL, "id" text NOT NULL, "group_id" uuid NOT NULL, "owner_id" uuid, "cleared_count" integer NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_d2c924a5bc1a983236f3467ac7c" PRIMARY KEY ("id"))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "clearings"`);
  }
}
