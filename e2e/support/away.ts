// Between a browser and the server, where rows are asked for.
import type { BrowserContext } from '@playwright/test';

/** Addresses at which rows are asked for. */
export const ROWS = /\/(api\/(?:first|sync)|socket\.io\/)/u;

/** The server takes questions for rows and never answers them. */
export async function holdRows(context: BrowserContext): Promise<void> {
  await context.route(ROWS, () => undefined);
  await context.routeWebSocket(ROWS, () => undefined);
}

/** A proxy says in the server's place that it is away. */
export async function failRows(context: BrowserContext): Promise<void> {
  await context.route(ROWS, (route) => route.fulfill({ status: 503, body: 'away' }));
  await context.routeWebSocket(ROWS, (socket) => socket.close());
}
