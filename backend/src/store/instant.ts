import * as z from 'zod/mini';

const Instant = z.iso.datetime({ offset: true });

/** Whether a text is an instant that PostgreSQL takes, too: its calendar has no 31st of February and no year 0. */
export const isInstant = (text: string): boolean => !text.startsWith('0000') && Instant.safeParse(text).success;
