/** Several of many, each with a box of its own. */
import more from './More.module.css';

interface ChecksProps {
  readonly legend: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Several of many; the order of the options is kept. */
export function Checks({ legend, options, chosen, onChange }: ChecksProps) {
  const turn = (value: string, on: boolean): void =>
    onChange(options.map((one) => one.value).filter((one) => (one === value ? on : chosen.includes(one))));
  return (
    <fieldset className={more['checks']}>
      <legend>{legend}</legend>
      <div className={more['list']}>
        {options.map(({ value, label }) => (
          <label key={value}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={(event) => turn(value, event.target.checked)} />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
