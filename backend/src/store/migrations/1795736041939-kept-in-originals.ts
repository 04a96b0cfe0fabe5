import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeptInOriginals1795736041939 implements MigrationInterface {
  name = 'KeptInOriginals1795736041939';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "content" ADD "keepable" json`);
    await runner.query(`ALTER TABLE "groups" ADD "place_kept_since" TIMESTAMP WITH TIME ZONE`);
    await runner.query(`ALTER TABLE "groups" ADD "time_kept_since" TIMESTAMP WITH TIME ZONE`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "groups" DROP COLUMN "time_kept_since"`);
    await runner.query(`ALTER TABLE "groups" DROP COLUMN "place_kept_since"`);
    await runner.query(`ALTER TABLE "content" DROP COLUMN "keepable"`);
  }
}
