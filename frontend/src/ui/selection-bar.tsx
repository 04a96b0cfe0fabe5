import './selection-bar.css';
import { useEffect } from 'react';
import { IconButton } from './icon-button.tsx';
import type { IconName } from './icon-paths.ts';

type Act = {
  icon: IconName;
  label: string;
  onPick: () => void;
  isBusy?: boolean;
  /** Why it cannot be done with this selection; said instead of doing it. */
  whyNot?: string | undefined;
};

type Props = {
  /** "3 selected". */
  text: string;
  label: string;
  leaveLabel: string;
  acts: readonly Act[];
  onLeave: () => void;
  /** Told why an act is not possible. */
  onWhyNot: (reason: string) => void;
};

/** What may be done with everything that is selected; Escape leaves, wherever the focus is. */
export function SelectionBar({ text, label, leaveLabel, acts, onLeave, onWhyNot }: Props) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isTaken = (event.target as HTMLElement).closest(
        '[role=dialog], [role=alertdialog], [role=menu], input, textarea',
      );
      if (event.key !== 'Escape' || event.defaultPrevented || isTaken) return;
      event.preventDefault();
      onLeave();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [onLeave]);
  return (
    <div className="z-selection-bar" role="toolbar" aria-label={label}>
      <IconButton icon="close" label={leaveLabel} onClick={onLeave} />
      <span className="z-selection-count z-num" role="status">
        {text}
      </span>
      {acts.map((act) => (
        <IconButton
          key={act.label}
          icon={act.icon}
          label={act.label}
          isBusy={act.isBusy ?? false}
          aria-disabled={act.whyNot !== undefined || undefined}
          {...(act.whyNot !== undefined && { title: act.whyNot })}
          onClick={() => (act.whyNot === undefined ? act.onPick() : onWhyNot(act.whyNot))}
        />
      ))}
    </div>
  );
}
