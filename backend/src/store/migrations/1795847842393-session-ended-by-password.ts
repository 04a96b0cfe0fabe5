import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SessionEndedByPassword1795847842393 implements MigrationInterface {
  name = 'SessionEndedByPassword1795847842393';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "session" ADD "ended_by_password" boolean NOT NULL DEFAULT false`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "session" DROP COLUMN "ended_by_password"`);
  }
}
