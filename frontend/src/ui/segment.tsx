import './segment.css';

type Props<V extends string> = {
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onPick: (value: V) => void;
};

/** Two to four views of the same list. Behaves as a group of radio buttons. */
export function Segment<V extends string>(props: Props<V>) {
  return (
    <fieldset className="z-segment">
      <legend className="z-hidden">{props.label}</legend>
      {props.options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={props.label}
            className="z-hidden"
            checked={option.value === props.value}
            onChange={() => props.onPick(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
