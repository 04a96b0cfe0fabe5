import './adding-note.css';
import { Roll, type RollRow } from '@zoetrope/contract/features/rolls.ts';
import { usePeople } from '#features/people/person.tsx';
import { useMe, useRows } from '#replica/hooks.tsx';
import type { Where } from '#replica/offers.ts';
import { Drum } from '#ui/drum.tsx';
import { toAddingWords } from './photo-words.ts';
import { useIntl } from 'react-intl';

/** How far the rolls are that match: of how many photos so many are there. */
export function useProgress(where: Where<RollRow>): { readonly count: number; readonly doneCount: number } {
  const rolls = useRows<RollRow>(Roll, where);
  const sum = (of: (roll: RollRow) => number) => rolls.reduce((total, roll) => total + of(roll), 0);
  const count = sum((roll) => roll.photoCount);
  return { count, doneCount: count - sum((roll) => roll.leftCount) };
}

/** "Ben is adding 12 photos", with the drum turning; nothing about one's own, which the tray tells. */
export function AddingNote({ where }: { where: Where<RollRow> }) {
  const intl = useIntl();
  const me = useMe();
  const rolls = useRows<RollRow>(Roll, where);
  const others = rolls.filter((roll) => roll.ownerId !== me);
  const ownerIds = [...new Set(others.map((roll) => roll.ownerId))];
  const people = usePeople(ownerIds.slice(0, 2));
  const names = ownerIds.slice(0, 2).map((id) => people.get(id)?.name);
  if (others.length === 0 || names.includes(undefined)) return null;
  const count = others.reduce((total, roll) => total + roll.photoCount, 0);
  return (
    <span className="adding-note z-num">
      <Drum state="turning" />
      {toAddingWords(intl, names as string[], ownerIds.length, count)}
    </span>
  );
}
