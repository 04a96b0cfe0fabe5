import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Videos1795746924452 implements MigrationInterface {
  name = 'Videos1795746924452';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "content" ADD "duration_ms" integer`);
    await runner.query(`ALTER TABLE "content" ADD "playback" text`);
    await runner.query(`ALTER TABLE "content" ADD "plays" text`);
    await runner.query(`ALTER TABLE "photo_content" ADD "told_playback" text`);
    await runner.query(`ALTER TABLE "photos" ADD "duration_ms" integer`);
    await runner.query(`ALTER TABLE "photos" ADD "playback" text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "photos" DROP COLUMN "playback"`);
    await runner.query(`ALTER TABLE "photos" DROP COLUMN "duration_ms"`);
    await runner.query(`ALTER TABLE "photo_content" DROP COLUMN "told_playback"`);
    await runner.query(`ALTER TABLE "content" DROP COLUMN "plays"`);
    await runner.query(`ALTER TABLE "content" DROP COLUMN "playback"`);
    await runner.query(`ALTER TABLE "content" DROP COLUMN "duration_ms"`);
  }
}
