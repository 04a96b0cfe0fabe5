import './field.css';
import { Icon } from './icon.tsx';

/** A quiet field for finding things; its label is for readers. */
export function SearchField(props: { label: string; value: string; onText: (text: string) => void }) {
  return (
    <label className="z-search">
      <Icon name="search" size="small" />
      <input
        type="search"
        aria-label={props.label}
        placeholder={props.label}
        value={props.value}
        onChange={(event) => props.onText(event.target.value)}
      />
    </label>
  );
}
