// `npm run migration:generate -- <what-it-does>` in backend/: writes the migration from what is declared to what the migrations make.
// TypeORM's own command cannot load this package's TypeScript, so its schema builder is asked directly, on an empty database.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { registry } from '@zoetrope/contract/registry.ts';
import { createDataSource } from './data-source.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations.ts';
import { withScratchDatabase } from './scratch-database.ts';

const sources = path.resolve('src/store');

async function generate(title: string, adminUrl: string): Promise<string> {
  return withScratchDatabase(adminUrl, async (databaseUrl) => {
    const dataSource = await createDataSource({ databaseUrl, registry }).initialize();
    try {
      await migrate(dataSource);
      const { upQueries, downQueries } = await dataSource.driver.createSchemaBuilder().log();
      if (upQueries.length === 0) return 'Nothing is missing.';
      const at = Date.now();
      const className = `${title.replace(/(^|-)(\w)/g, (_all, _dash, letter: string) => letter.toUpperCase())}${at}`;
      const up = upQueries.map(({ query }) => query);
      const down = downQueries.map(({ query }) => query).reverse();
      await writeFile(path.join(sources, 'migrations', `${at}-${title}.ts`), migrationFile(className, up, down));
      await writeFile(path.join(sources, 'migrations.ts'), listFile([...migrations.map((m) => m.name), className]));
      return `Wrote src/store/migrations/${at}-${title}.ts; format it, read it, and commit it with src/store/migrations.ts.`;
    } finally {
      await dataSource.destroy();
    }
  });
}

const statements = (queries: readonly string[]) =>
  queries.map((query) => `    await runner.query(\`${query.replaceAll('`', '\\`')}\`);`).join('\n');

const migrationFile = (className: string, up: readonly string[], down: readonly string[]) =>
  `import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ${className} implements MigrationInterface {
  name = '${className}';

  async up(runner: QueryRunner): Promise<void> {
${statements(up)}
  }

  async down(runner: QueryRunner): Promise<void> {
${statements(down)}
  }
}
`;

function fileOf(className: string): string {
  const [, title, at] = /^(\w+?)(\d{13})$/.exec(className)!;
  return `./migrations/${at}-${title!.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}.ts`;
}

const listFile = (classNames: readonly string[]) =>
  `// Written by generate-migration.ts: every migration, oldest first.
import type { MigrationInterface } from 'typeorm';
${classNames.map((name) => `import { ${name} } from '${fileOf(name)}';`).join('\n')}

export const migrations: readonly (new () => MigrationInterface)[] = [${classNames.join(', ')}];
`;

const [title] = process.argv.slice(2);
const adminUrl = process.env['DATABASE_URL'];
if (!title || !/^[a-z]+(-[a-z]+)*$/.test(title) || !adminUrl) {
  console.error('Usage: DATABASE_URL=… npm run migration:generate -- what-it-does');
  process.exit(1);
}
console.log(await generate(title, adminUrl));
