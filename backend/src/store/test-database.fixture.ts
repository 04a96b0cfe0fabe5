import { withScratchDatabase } from './scratch-database.ts';

/** An empty database of its own for each call, gone when `close` is called. Errors: a sentence when no server is named. */
export async function testDatabase(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const adminUrl = process.env['TEST_DATABASE_ADMIN_URL'];
  if (!adminUrl)
    throw new Error(
      'TEST_DATABASE_ADMIN_URL is not set: these tests need a PostgreSQL; `npm test` starts one and sets it.',
    );
  return new Promise((opened, failed) => {
    let done: () => void;
    const until = new Promise<void>((resolve) => (done = resolve));
    const closed = withScratchDatabase(adminUrl, (url) => {
      opened({
        url,
        close: () => {
          done();
          return closed;
        },
      });
      return until;
    });
    closed.catch(failed);
  });
}
