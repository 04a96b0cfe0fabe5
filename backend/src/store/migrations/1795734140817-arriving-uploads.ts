import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ArrivingUploads1795734140817 implements MigrationInterface {
  name = 'ArrivingUploads1795734140817';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "arriving_upload" ("id" uuid NOT NULL, "byte_count" bigint NOT NULL, "metadata" json NOT NULL, "received_bytes" bigint NOT NULL DEFAULT '0', "parts" jsonb NOT NULL DEFAULT '[]', "begun_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "touched_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "gone_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_67bfbdafa7bd5cdc104c4c8b195" PRIMARY KEY ("id"))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "arriving_upload"`);
  }
}
