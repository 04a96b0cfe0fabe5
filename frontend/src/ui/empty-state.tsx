import './empty-state.css';
import type { ReactNode } from 'react';

type Props = {
  title: string;
  /** One sentence. */
  children?: ReactNode;
  /** At most one button. */
  action?: ReactNode;
  /** "Caught up": this picture stands in the middle frame. */
  pictureUrl?: string;
  /** Instead of the frames, such as a large Drum. */
  sign?: ReactNode;
};

/** Nothing here, nothing new, not loaded, or gone: five frames, one sentence, a way on. */
export function EmptyState(props: Props) {
  return (
    <div className="z-empty">
      {props.sign ?? (
        <span className="z-frames" aria-hidden="true">
          <i />
          <i />
          <i>{props.pictureUrl && <img src={props.pictureUrl} alt="" />}</i>
          <i />
          <i />
        </span>
      )}
      <h3>{props.title}</h3>
      {props.children !== undefined && <p>{props.children}</p>}
      {props.action}
    </div>
  );
}
