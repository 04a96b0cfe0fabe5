import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DatabaseIdentity1795721944715 implements MigrationInterface {
  name = 'DatabaseIdentity1795721944715';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "database_identity" ("id" integer NOT NULL, "identity" text NOT NULL, "generation" uuid NOT NULL, CONSTRAINT "PK_bed40af9e60ed2af8093faf148b" PRIMARY KEY ("id"))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "database_identity"`);
  }
}
