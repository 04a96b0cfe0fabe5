import { rowKey } from '@zoetrope/contract/kernel/row.ts';
import type { Unsubscribe } from './offers.ts';

type Listener = () => void;
type IdsListener = (ids: ReadonlySet<string>) => void;

/** Who wants to hear of what. Notes are taken while rows change; `tell` speaks once, when they agree again. */
export class Changes {
  private readonly rowListeners = new Map<string, Set<Listener>>();
  private readonly entityListeners = new Map<string, Set<IdsListener>>();
  private readonly topicListeners = new Map<string, Set<Listener>>();
  private readonly anyListeners = new Set<Listener>();
  private readonly versions = new Map<string, number>();
  private rows = new Map<string, Set<string>>();
  private topics = new Set<string>();

  row(entity: string, id: string): void {
    const ids = this.rows.get(entity);
    if (ids) ids.add(id);
    else this.rows.set(entity, new Set([id]));
    this.versions.set(entity, this.versionOf(entity) + 1);
  }
  topic(key: string): void {
    this.topics.add(key);
  }

  /** Rises with every change of any row of the entity. */
  versionOf(entity: string): number {
    return this.versions.get(entity) ?? 0;
  }

  tell(): void {
    if (this.rows.size === 0 && this.topics.size === 0) return;
    const { rows, topics } = this;
    this.rows = new Map();
    this.topics = new Set();
    for (const [entity, ids] of rows) {
      for (const listener of [...(this.entityListeners.get(entity) ?? [])]) listener(ids);
      for (const id of ids) for (const listener of [...(this.rowListeners.get(rowKey(entity, id)) ?? [])]) listener();
    }
    for (const key of topics) for (const listener of [...(this.topicListeners.get(key) ?? [])]) listener();
    if (rows.size > 0) for (const listener of [...this.anyListeners]) listener();
  }

  onRow(entity: string, id: string, listener: Listener): Unsubscribe {
    return listen(this.rowListeners, rowKey(entity, id), listener);
  }
  onEntity(entity: string, listener: IdsListener): Unsubscribe {
    return listen(this.entityListeners, entity, listener);
  }
  onTopic(key: string, listener: Listener): Unsubscribe {
    return listen(this.topicListeners, key, listener);
  }
  onAnyRow(listener: Listener): Unsubscribe {
    this.anyListeners.add(listener);
    return () => this.anyListeners.delete(listener);
  }
}

function listen<L>(listeners: Map<string, Set<L>>, key: string, listener: L): Unsubscribe {
  let set = listeners.get(key);
  if (!set) listeners.set(key, (set = new Set()));
  set.add(listener);
  return () => {
    set.delete(listener);
    if (set.size === 0 && listeners.get(key) === set) listeners.delete(key);
  };
}
