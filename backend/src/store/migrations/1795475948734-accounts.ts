import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Accounts1795475948734 implements MigrationInterface {
  name = 'Accounts1795475948734';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "credential" ("person_id" uuid NOT NULL, "login" text NOT NULL, "password_hash" text NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "UQ_5bc34e55dda493baea6dbbd8d7a" UNIQUE ("login"), CONSTRAINT "PK_e866015adbb31497b9246309898" PRIMARY KEY ("person_id"))`,
    );
    await runner.query(
      `CREATE TABLE "one_time_link" ("token_hash" text NOT NULL, "kind" text NOT NULL, "person_id" uuid, "expires_at" TIMESTAMP WITH TIME ZONE NOT NULL, "used_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_00a1ff9fb0533d406d9464ea178" PRIMARY KEY ("token_hash"))`,
    );
    await runner.query(
      `CREATE TABLE "session" ("id" uuid NOT NULL, "token_hash" text NOT NULL, "person_id" uuid NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "last_seen_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "device" text NOT NULL, "ended_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "UQ_a83507eb0338ac037780e02f2b9" UNIQUE ("token_hash"), CONSTRAINT "PK_f55da76ac1c3ac420f444d2ff11" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "IDX_7c37ac5e75adb10058bbb93291" ON "session"  ("ended_at") `);
    await runner.query(`CREATE INDEX "IDX_5c6e00902a1344d01a8d90f33c" ON "session"  ("person_id") `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "public"."IDX_5c6e00902a1344d01a8d90f33c"`);
    await runner.query(`DROP INDEX "public"."IDX_7c37ac5e75adb10058bbb93291"`);
    await runner.query(`DROP TABLE "session"`);
    await runner.query(`DROP TABLE "one_time_link"`);
    await runner.query(`DROP TABLE "credential"`);
  }
}
