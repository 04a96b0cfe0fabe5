import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PersonRoom1795723165489 implements MigrationInterface {
  name = 'PersonRoom1795723165489';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "site" ADD "person_megabytes" integer`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "site" DROP COLUMN "person_megabytes"`);
  }
}
