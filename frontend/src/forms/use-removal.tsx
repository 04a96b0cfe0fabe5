import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { Command } from '@zoetrope/contract/kernel/command.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { useMe, useReplica } from '#replica/hooks.tsx';
import { useToast } from '#ui/toast.tsx';
import { heldBack, holdBack, sendHeldBack, sendLeftBehind, takeBack } from './held-back.ts';
import { useRefusalToast } from './use-refusal-toast.ts';
import { useIntl } from 'react-intl';

type RemoveCommand = Command<{ id: string }, any>;

/** Ids of rows that are hidden here while their removal may be taken back, or is on its way. */
export function useHeldBack(): ReadonlySet<string> {
  const me = useMe();
  return useSyncExternalStore(heldBack.subscribe, () => heldBack.get(me));
}

/**
 * Hides rows and offers Undo for ten seconds; then, when another message takes its place, or when the page is left, the
 * command removes them for all.
 */
export function useRemoval(command: RemoveCommand): (ids: readonly string[], text: string) => void {
  const { $t } = useIntl();
  const toast = useToast();
  const replica = useReplica();
  const me = useMe();
  const tellRefusal = useRefusalToast();
  return useCallback(
    (ids, text) => {
      if (me === undefined) return;
      const atMs = Date.now();
      holdBack(
        ids.map((id) => ({ id, command: command.name, me, atMs })),
        ({ id }) => replica.run(command, { id }),
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
            if (command) await replica.run(command, { id: entry.id });
          }),
    [replica, me],
  );
  return null;
}
