import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { Command } from '@zoetrope/contract/kernel/command.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { useMe, useReplica } from '#replica/hooks.tsx';
import { useToast } from '#ui/toast.tsx';
import { heldBack, holdBack, sendHeldBack, sendLeftBehind, takeBack } from './held-back.ts';
import { useRefusalToast } from './use-refusal-toast.ts';
import { useIntl } from 'react-intl';

type RemoveCommand = Command<{ id: string }, any>;
/** A row that goes, and what the command is given for it. */
type Going<I> = { readonly id: string; readonly input: I };

/** Ids of rows that are hidden here while their removal may be taken back, or is on its way. */
export function useHeldBack(): ReadonlySet<string> {
  const me = useMe();
  return useSyncExternalStore(heldBack.subscribe, () => heldBack.get(me));
}

/** Hides rows and offers Undo for ten seconds; then, or when the page is left, the command removes them for all. */
export function useRemoval(command: RemoveCommand): (ids: readonly string[], text: string) => void {
  const hold = useRemovalBy(command);
  return useCallback(
    (ids, text) =>
      hold(
        ids.map((id) => ({ id, input: { id } })),
        text,
      ),
    [hold],
  );
}

/** The same for commands that call the row by something else than its id. */
export function useRemovalBy<I>(command: Command<I, any>): (going: readonly Going<I>[], text: string) => void {
  const { $t } = useIntl();
  const toast = useToast();
  const replica = useReplica();
  const me = useMe();
  const tellRefusal = useRefusalToast();
  return useCallback(
    (going, text) => {
      if (me === undefined) return;
      const atMs = Date.now();
      const ids = going.map(({ id }) => id);
      holdBack(
        going.map(({ id, input }) => ({ id, input, command: command.name, me, atMs })),
        (entry) => replica.run(command, entry.input as I),
      );
      toast({
        text,
        undo: { label: $t({ id: 'act.undo', defaultMessage: 'Undo' }), onPick: () => takeBack(ids) },
        onGone: () => sendHeldBack(ids, tellRefusal),
      });
    },
    [toast, replica, me, command, tellRefusal, $t],
  );
}

/** Sends the removals that an earlier page could not. Mounted once, where the session is. */
export function LeftBehind() {
  const replica = useReplica();
  const me = useMe();
  useEffect(
    () =>
      me === undefined
        ? undefined
        : sendLeftBehind(me, async (entry) => {
            const command = registry.commands.get(entry.command);
            if (command) await replica.run(command, entry.input ?? { id: entry.id });
          }),
    [replica, me],
  );
  return null;
}
