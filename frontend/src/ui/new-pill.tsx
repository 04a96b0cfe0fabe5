import './new-pill.css';
import type { Face } from './avatar.tsx';
import { AvatarStack } from './avatar-stack.tsx';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

type Props = {
  /** "Anna and 2 others added 14 photos". Null: nothing waits, and the place stays empty. */
  text: string | null;
  faces?: readonly Face[];
  size?: 'small' | 'normal';
  /** Where the news is. */
  points?: 'up' | 'down';
  onPick: () => void;
};

/** Says politely that news waits. It takes no room in the page: it hangs below the top bar while one scrolls. An Announcer beside it says it aloud. */
export function NewPill({ text, faces = [], size, points = 'up', onPick }: Props) {
  return (
    <div className="z-pill-place">
      {text !== null && (
        <button type="button" className={classNames('z-pill', size === 'small' && 'z-pill-small')} onClick={onPick}>
          {faces.length > 0 && <AvatarStack faces={faces.slice(0, 3)} sizePx={28} />}
          <span className="z-clip">{text}</span>
          <Icon name={points === 'up' ? 'arrow-up' : 'arrow-down'} size="small" />
        </button>
      )}
    </div>
  );
}

/** The rule after the last photo that was not seen before: "8 new since Tuesday evening". */
export function NewSinceLine(props: { text: string }) {
  return (
    <div className="z-newline" role="separator" aria-label={props.text}>
      <Icon name="arrow-up" size="small" />
      <span>{props.text}</span>
    </div>
  );
}
