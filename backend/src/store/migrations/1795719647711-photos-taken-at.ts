import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PhotosTakenAt1795719647711 implements MigrationInterface {
  name = 'PhotosTakenAt1795719647711';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "photos" ADD "taken_at" text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "photos" DROP COLUMN "taken_at"`);
  }
}
