import './empty-state.css';
import type { ReactNode } from 'react';

type Props = {
  title: string;
  /** The whole page is this; its title is the page's. */
  isPage?: boolean;
  /** One sentence. */
  children?: ReactNode;
  /** One button; two only where both lead on. */
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
      {props.isPage ? <h1>{props.title}</h1> : <h2>{props.title}</h2>}
      {props.children !== undefined && <p>{props.children}</p>}
      {props.action}
    </div>
  );
}
