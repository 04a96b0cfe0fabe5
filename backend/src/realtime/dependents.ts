// Which verdicts rest on which rows and columns. By row alone, each comment judged all 5,000 watchers of a photo again;
// by column, none (KERNEL.md, correction 1).
import type { Touched } from '#engine/ports.ts';
import type { Subscription } from './subscription.ts';

/** How many touches are remembered for verdicts that are being made meanwhile. */
const REMEMBERED = 4096;

type Columns = readonly string[] | null;

export class Dependents {
  private readonly byRow = new Map<string, Map<string, Set<Subscription>>>();
  private recent: { readonly row: string; readonly columns: Columns }[] = [];
  private forgotten = 0;

  /** A mark for `wasTouchedSince`. */
  get now(): number {
    return this.forgotten + this.recent.length;
  }

  set(subscription: Subscription, deps: ReadonlyMap<string, string>): void {
    this.remove(subscription);
    subscription.deps = deps;
    for (const [row, signature] of deps) {
      let bySignature = this.byRow.get(row);
      if (!bySignature) this.byRow.set(row, (bySignature = new Map()));
      const subscriptions = bySignature.get(signature);
      if (subscriptions) subscriptions.add(subscription);
      else bySignature.set(signature, new Set([subscription]));
    }
  }

  remove(subscription: Subscription): void {
    for (const [row, signature] of subscription.deps) {
      const bySignature = this.byRow.get(row);
      const subscriptions = bySignature?.get(signature);
      if (!bySignature || !subscriptions?.delete(subscription) || subscriptions.size > 0) continue;
      bySignature.delete(signature);
      if (bySignature.size === 0) this.byRow.delete(row);
    }
    subscription.deps = new Map();
  }

  /** The subscriptions whose verdict may be another now; each once. */
  touch(touched: Touched): Set<Subscription> {
    const affected = new Set<Subscription>();
    for (const [row, columns] of Object.entries(touched)) {
      this.remember(row, columns);
      for (const [signature, subscriptions] of this.byRow.get(row) ?? []) {
        if (!restsOn(signature, columns)) continue;
        for (const subscription of subscriptions) affected.add(subscription);
      }
    }
    return affected;
  }

  /** True when a verdict with these dependencies, read after the mark, may have been read too early. */
  wasTouchedSince(mark: number, deps: ReadonlyMap<string, string>): boolean {
    if (deps.size === 0) return false;
    if (mark < this.forgotten) return true;
    for (let i = mark - this.forgotten; i < this.recent.length; i++) {
      const { row, columns } = this.recent[i]!;
      const signature = deps.get(row);
      if (signature !== undefined && restsOn(signature, columns)) return true;
    }
    return false;
  }

  private remember(row: string, columns: Columns): void {
    this.recent.push({ row, columns });
    if (this.recent.length <= REMEMBERED) return;
    this.recent = this.recent.slice(REMEMBERED / 2);
    this.forgotten += REMEMBERED / 2;
  }
}

/** `''` rests on the row's existence, `*` on every column of it. */
function restsOn(signature: string, columns: Columns): boolean {
  if (columns === null || signature === '*') return true;
  return signature !== '' && signature.split(',').some((column) => columns.includes(column));
}
