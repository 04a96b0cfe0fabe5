// What a replica shows, as text that can be compared.
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { rowKey, type Row } from '@zoetrope/contract/kernel/row.ts';
import type { ReplicaView } from '@zoetrope/frontend/src/replica/offers.ts';

export type View = ReadonlyMap<string, string>;

/** Every row that is shown, by row key. */
export function viewOf(registry: Registry, replica: ReplicaView): View {
  const view = new Map<string, string>();
  for (const entity of registry.entities.values()) {
    for (const row of rowsOf(replica, entity)) view.set(rowKey(entity.name, row.id), toText(row));
  }
  return view;
}

export const rowsOf = (replica: ReplicaView, entity: Parameters<ReplicaView['rows']>[0]): readonly Row[] =>
  replica.rows(entity, {}).get();

/** Columns in one order: a predicted row and a stored one may differ in that. */
export const toText = (row: Row): string =>
  JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Instants are the server's to say; everything else is predicted. */
export const masked = (text: string | undefined): string | undefined =>
  text?.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, 'T');

/** The rows in which two views differ, instants aside. */
export function changedRows(before: View, after: View): string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => masked(before.get(key)) !== masked(after.get(key)));
}

/** The rows of a view that a topic carries. */
export const carriedRows = (registry: Registry, replica: ReplicaView, topicKey: string): string =>
  rowsWhere(registry, replica, (keys) => keys.includes(topicKey));

/** The rows of a topic that no other live topic of this replica carries. */
export const leftRows = (registry: Registry, replica: ReplicaView, topicKey: string): string =>
  rowsWhere(
    registry,
    replica,
    (keys) => keys.includes(topicKey) && !keys.some((key) => key !== topicKey && replica.stateOf(key) === 'live'),
  );

function rowsWhere(registry: Registry, replica: ReplicaView, isWanted: (topicKeys: string[]) => boolean): string {
  const found: string[] = [];
  for (const entity of registry.entities.values()) {
    for (const row of rowsOf(replica, entity)) {
      const keys = registry.topicsOf(entity.name, row).map(({ at }) => at.key);
      if (isWanted(keys)) found.push(`${rowKey(entity.name, row.id)} ${toText(row)}`);
    }
  }
  return found.toSorted().join('\n');
}
