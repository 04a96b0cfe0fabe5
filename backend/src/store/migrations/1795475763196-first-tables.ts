import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FirstTables1795475763196 implements MigrationInterface {
  name = 'FirstTables1795475763196';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE SEQUENCE "row_version"`);
    await runner.query(
      `CREATE TABLE "topic_head" ("topic" text NOT NULL, "epoch" uuid NOT NULL, "version" bigint NOT NULL, "min_version" bigint NOT NULL, CONSTRAINT "PK_7e0c565925de6348eb5500e1d25" PRIMARY KEY ("topic"))`,
    );
    await runner.query(
      `CREATE TABLE "change" ("topic" text NOT NULL, "version" bigint NOT NULL, "body" text NOT NULL, "at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_af465a92e2ae15daa6962c55fb7" PRIMARY KEY ("topic", "version"))`,
    );
    await runner.query(`CREATE INDEX "IDX_06b936b96ee68c8a723b7e4ede" ON "change"  ("at") `);
    await runner.query(
      `CREATE TABLE "relay_outbox" ("id" uuid NOT NULL, "at" TIMESTAMP WITH TIME ZONE NOT NULL, "body" text NOT NULL, CONSTRAINT "PK_713bb9d03bc735c57cd12336fa5" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "IDX_4fa95cf603abbd4fd02a5d3ddc" ON "relay_outbox"  ("at") `);
    await runner.query(
      `CREATE TABLE "gather_queue" ("id" BIGSERIAL NOT NULL, "topic" text NOT NULL, "at" TIMESTAMP WITH TIME ZONE NOT NULL, "entity" text NOT NULL, "row_id" text NOT NULL, "rv" bigint NOT NULL, CONSTRAINT "PK_1449a4f1f8ca45a92d529c76c79" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "IDX_6052101c29d34ff2a057cbd925" ON "gather_queue"  ("at") `);
    await runner.query(`CREATE INDEX "IDX_c5e84a505080bf297cd01cdd96" ON "gather_queue"  ("topic", "id") `);
    await runner.query(
      `CREATE TABLE "receipt" ("account" text NOT NULL, "id" text NOT NULL, "input_hash" text NOT NULL, "at" jsonb NOT NULL, "ch" text NOT NULL, "made_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_2ee304455a4f4706569e7757d43" PRIMARY KEY ("account", "id"))`,
    );
    await runner.query(`CREATE INDEX "IDX_2669666f0bb71dd1772ac9d592" ON "receipt"  ("made_at") `);
    await runner.query(
      `CREATE TABLE "people" ("rv" bigint NOT NULL, "id" uuid NOT NULL, "name" text NOT NULL, "avatar_id" uuid, "is_admin" boolean NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_aa866e71353ee94c6cc51059c5b" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE TABLE "site" ("rv" bigint NOT NULL, "id" text NOT NULL, "name" text NOT NULL, "sign_up" text NOT NULL, "everyone" boolean NOT NULL, CONSTRAINT "PK_635c0eeabda8862d5b0237b42b4" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE TABLE "friends" ("rv" bigint NOT NULL, "id" text NOT NULL, "low_id" uuid NOT NULL, "high_id" uuid NOT NULL, "asked_by_id" uuid NOT NULL, "asked_at" TIMESTAMP WITH TIME ZONE NOT NULL, "accepted_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_65e1b06a9f379ee5255054021e1" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "IDX_536d5c2bf453d43670cbcb3913" ON "friends"  ("low_id") `);
    await runner.query(`CREATE INDEX "IDX_4c6495bdd39be455c62a40826c" ON "friends"  ("high_id") `);
    await runner.query(
      `CREATE TABLE "groups" ("rv" bigint NOT NULL, "id" uuid NOT NULL, "name" text NOT NULL, "owner_id" uuid NOT NULL, "cover_photo_id" uuid, "member_count" integer NOT NULL, "photo_count" integer NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_659d1483316afb28afd3a90646e" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE TABLE "members" ("rv" bigint NOT NULL, "id" text NOT NULL, "group_id" uuid NOT NULL, "person_id" uuid NOT NULL, "role" text NOT NULL, "joined_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_28b53062261b996d9c99fa12404" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "IDX_b9dc6083fb1fc597d2018a19e8" ON "members"  ("group_id") `);
    await runner.query(`CREATE INDEX "IDX_04270b96d66a1968c4e8844233" ON "members"  ("person_id") `);
    await runner.query(
      `CREATE TABLE "invites" ("rv" bigint NOT NULL, "id" uuid NOT NULL, "group_id" uuid NOT NULL, "role" text NOT NULL, "token_hash" text NOT NULL, "expires_at" TIMESTAMP WITH TIME ZONE, "uses_left" integer, "created_by_id" uuid NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_aa52e96b44a714372f4dd31a0af" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "IDX_33dcb9a9ea41dfa512fac08c36" ON "invites"  ("group_id") `);
    await runner.query(
      `CREATE TABLE "photos" ("rv" bigint NOT NULL, "id" uuid NOT NULL, "owner_id" uuid NOT NULL, "group_id" uuid, "friends_of_id" uuid, "site_id" text, "caption" text NOT NULL, "width_px" integer NOT NULL, "height_px" integer NOT NULL, "placeholder" text, "state" text NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_5220c45b8e32d49d767b9b3d725" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "IDX_8739838c7b6080d2cd38542b10" ON "photos"  ("group_id", "created_at", "id") `);
    await runner.query(
      `CREATE INDEX "IDX_f35193ddf537d846b068aeff17" ON "photos"  ("friends_of_id", "created_at", "id") `,
    );
    await runner.query(`CREATE INDEX "IDX_2c176d95ea91b90e855f294e66" ON "photos"  ("site_id", "created_at", "id") `);
    await runner.query(
      `CREATE TABLE "tallies" ("rv" bigint NOT NULL, "id" uuid NOT NULL, "group_id" uuid, "friends_of_id" uuid, "site_id" text, "comments" integer NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_bf8fdad59987ad4e7cb867779f4" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "IDX_7b10522da00778973b16a1aac1" ON "tallies"  ("group_id", "created_at", "id") `);
    await runner.query(
      `CREATE INDEX "IDX_910320fdcc4ce59f8a30b732e6" ON "tallies"  ("friends_of_id", "created_at", "id") `,
    );
    await runner.query(`CREATE INDEX "IDX_68281d30e91258ef6e7bc9174c" ON "tallies"  ("site_id", "created_at", "id") `);
    await runner.query(
      `CREATE TABLE "comments" ("rv" bigint NOT NULL, "id" uuid NOT NULL, "photo_id" uuid NOT NULL, "author_id" uuid NOT NULL, "body" text NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL, "edited_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_8bf68bc960f2b69e818bdb90dcb" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE INDEX "IDX_18b7ab04b2405fa7a6d4a8d69a" ON "comments"  ("photo_id", "created_at", "id") `,
    );
    // Every command updates its topics' heads: room on the page lets PostgreSQL do it without touching the index.
    await runner.query(`ALTER TABLE "topic_head" SET (fillfactor = 50)`);
    await runner.query(
      `INSERT INTO "site" ("id", "name", "sign_up", "everyone", "rv") VALUES ('site', 'Zoetrope', 'invited', true, nextval('row_version'))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP SEQUENCE "row_version"`);
    await runner.query(`DROP INDEX "public"."IDX_18b7ab04b2405fa7a6d4a8d69a"`);
    await runner.query(`DROP TABLE "comments"`);
    await runner.query(`DROP INDEX "public"."IDX_68281d30e91258ef6e7bc9174c"`);
    await runner.query(`DROP INDEX "public"."IDX_910320fdcc4ce59f8a30b732e6"`);
    await runner.query(`DROP INDEX "public"."IDX_7b10522da00778973b16a1aac1"`);
    await runner.query(`DROP TABLE "tallies"`);
    await runner.query(`DROP INDEX "public"."IDX_2c176d95ea91b90e855f294e66"`);
    await runner.query(`DROP INDEX "public"."IDX_f35193ddf537d846b068aeff17"`);
    await runner.query(`DROP INDEX "public"."IDX_8739838c7b6080d2cd38542b10"`);
    await runner.query(`DROP TABLE "photos"`);
    await runner.query(`DROP INDEX "public"."IDX_33dcb9a9ea41dfa512fac08c36"`);
    await runner.query(`DROP TABLE "invites"`);
    await runner.query(`DROP INDEX "public"."IDX_04270b96d66a1968c4e8844233"`);
    await runner.query(`DROP INDEX "public"."IDX_b9dc6083fb1fc597d2018a19e8"`);
    await runner.query(`DROP TABLE "members"`);
    await runner.query(`DROP TABLE "groups"`);
    await runner.query(`DROP INDEX "public"."IDX_4c6495bdd39be455c62a40826c"`);
    await runner.query(`DROP INDEX "public"."IDX_536d5c2bf453d43670cbcb3913"`);
    await runner.query(`DROP TABLE "friends"`);
    await runner.query(`DROP TABLE "site"`);
    await runner.query(`DROP TABLE "people"`);
    await runner.query(`DROP INDEX "public"."IDX_2669666f0bb71dd1772ac9d592"`);
    await runner.query(`DROP TABLE "receipt"`);
    await runner.query(`DROP INDEX "public"."IDX_c5e84a505080bf297cd01cdd96"`);
    await runner.query(`DROP INDEX "public"."IDX_6052101c29d34ff2a057cbd925"`);
    await runner.query(`DROP TABLE "gather_queue"`);
    await runner.query(`DROP INDEX "public"."IDX_4fa95cf603abbd4fd02a5d3ddc"`);
    await runner.query(`DROP TABLE "relay_outbox"`);
    await runner.query(`DROP INDEX "public"."IDX_06b936b96ee68c8a723b7e4ede"`);
    await runner.query(`DROP TABLE "change"`);
    await runner.query(`DROP TABLE "topic_head"`);
  }
}
