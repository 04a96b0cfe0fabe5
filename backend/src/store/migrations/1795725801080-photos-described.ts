import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PhotosDescribed1795725801080 implements MigrationInterface {
  name = 'PhotosDescribed1795725801080';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "photos" ADD "description" text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "photos" DROP COLUMN "description"`);
  }
}
