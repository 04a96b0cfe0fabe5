import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ContentTotal1795790711188 implements MigrationInterface {
  name = 'ContentTotal1795790711188';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "content_total" ("id" text NOT NULL, "byte_count" bigint NOT NULL, CONSTRAINT "PK_content_total" PRIMARY KEY ("id"))`,
    );
    // Nobody comes or goes between the sum and the triggers.
    await runner.query(`LOCK TABLE "content" IN SHARE ROW EXCLUSIVE MODE`);
    await runner.query(`INSERT INTO "content_total" SELECT 'site', coalesce(sum(byte_count), 0) FROM "content"`);
    await runner.query(`
      CREATE FUNCTION count_content() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE "content_total"
           SET byte_count = byte_count + CASE TG_OP WHEN 'INSERT' THEN NEW.byte_count ELSE -OLD.byte_count END
         WHERE id = 'site';
        RETURN NULL;
      END $$`);
    await runner.query(
      `CREATE TRIGGER count_content AFTER INSERT OR DELETE ON "content" FOR EACH ROW EXECUTE FUNCTION count_content()`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER count_content ON "content"`);
    await runner.query(`DROP FUNCTION count_content()`);
    await runner.query(`DROP TABLE "content_total"`);
  }
}
