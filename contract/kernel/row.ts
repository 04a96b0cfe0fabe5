/** What may stand in a column and on the wire. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One row of an entity as everybody sees it: viewer-independent, addressed by `id` within its entity. */
export type Row = { readonly id: string } & { readonly [column: string]: Json };

/** The address of a row across entities; the key of every cache, lock and dependency. */
export const rowKey = (entity: string, id: string): string => `${entity}/${id}`;
