import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PhotosByOwner1795734894059 implements MigrationInterface {
  name = 'PhotosByOwner1795734894059';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX "IDX_edb2bca1755984d87711242034" ON "photos"  ("owner_id") `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "public"."IDX_edb2bca1755984d87711242034"`);
  }
}
