import { MeTopic } from '@zoetrope/contract/features/people.ts';
import { useMe, useTopic } from '#replica/hooks.tsx';
import type { TopicState } from '#replica/offers.ts';

/** Whether it is known which groups and friends I have: before, none is not an answer. `loading` for a visitor. */
export function useMine(): TopicState {
  const me = useMe();
  return useTopic(me === undefined ? undefined : MeTopic.of({ personId: me }));
}
