/** From a moment on, one thing is other than it was: which moment, and what. What comes of it is told by the comparison. */
import { GitBranch } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { kindOf } from '../../src/catalog/index.ts';
import type { Design } from '../../src/design/document.ts';
import { LINK_PARAMETERS } from '../../src/engine/policy/link-parameters.ts';
import { FAULTS, faultOf } from '../../src/faults/index.ts';
import { type BranchChange, branchOf } from '../../src/run/branch.ts';
import { type ParamSpecs, type ParamValue, valueIn } from '../../src/std/parameter.ts';
import { QuantityInput } from '../panels/fields/QuantityInput.tsx';
import { useOwnError } from '../panels/fields/use-own-error.ts';
import { ParamRow } from '../panels/set/ParamRow.tsx';
import { getDesign } from '../state/design-store.ts';
import { simulatedMs } from '../state/run-driver.ts';
import { getView, setView } from '../state/view-store.ts';
import { entryName, valueWords, type Words } from '../timeline/entry-words.ts';
import { faultsAt, targetsOf } from '../timeline/targets.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { clockText } from '../ui/plot-area.ts';
import { Select } from '../ui/Select.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import styles from './BranchDialog.module.css';
import { setBranch, setMode, start } from './experiment-store.ts';

type Way = 'setting' | 'fault' | 'without';

const WAYS = [
  { value: 'setting', label: 'Turn a setting' },
  { value: 'fault', label: 'Break something' },
  { value: 'without', label: 'Take something away' },
] as const;

export function BranchDialog({ onClose }: { readonly onClose: () => void }) {
  const [design] = useState(getDesign);
  const [at, setAt] = useState(() => Math.min(design.scenario.durationMs, Math.ceil(simulatedMs())));
  const [way, setWay] = useState<Way>('setting');
  const [chosen, setChosen] = useState<Chosen>();
  const id = useId();
  const { error, onError, describedBy } = useOwnError(id);
  const choose = (next: Way): void => {
    setWay(next);
    setChosen(undefined);
  };
  const branch = chosen === undefined ? undefined : branchOf(design, at, chosen.change);
  const blocked =
    chosen === undefined
      ? 'Choose what is to be other than it was.'
      : branch?.fromMs === Number.POSITIVE_INFINITY
        ? 'That changes nothing.'
        : undefined;
  const run = (): void => {
    if (branch === undefined || chosen === undefined) return;
    const when = branch.fromMs === 0 ? 'from the start' : `at ${clockText(branch.fromMs)}`;
    const label = chosen.change.is === 'without' ? chosen.words : `${chosen.words} ${when}`;
    setBranch({ design: branch.design, fromMs: branch.fromMs, label });
    setMode('compare');
    setView({ dialog: 'experiment' });
    void start('compare');
  };
  return (
    <Dialog title="From here, change one thing" lead={LEAD} open onClose={onClose}>
      <div className={styles['branch']}>
        <div className={styles['row']}>
          <label htmlFor={id}>From</label>
          <QuantityInput
            id={id}
            range={{ unit: 'ms', min: 0, max: design.scenario.durationMs, whole: false }}
            value={at}
            invalid={error !== undefined}
            describedBy={describedBy}
            onError={onError}
            onChange={setAt}
          />
          {error !== undefined && (
            <span id={describedBy} className={styles['error']} role="alert">
              {error}
            </span>
          )}
        </div>
        <Tabs tabs={WAYS} value={way} onChange={choose} aria-label="What to change">
          <div className={styles['way']}>
            {way === 'setting' && <SettingChange design={design} onChoose={setChosen} />}
            {way === 'fault' && <FaultChange design={design} onChoose={setChosen} />}
            {way === 'without' && <EntryChange design={design} onChoose={setChosen} />}
          </div>
        </Tabs>
        {branch?.fromMs === 0 && at > 0 && (
          <p className={styles['help']}>This setting does not take effect in a running system: B has it from the start.</p>
        )}
        <div className={styles['feet']}>
          <Button look="primary" icon={<GitBranch aria-hidden="true" />} blocked={blocked} onClick={run}>
            Run both
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

const LEAD = 'Both runs meet the same requests and the same luck; until this moment they are the same, event for event.';

/** A change, and what it is called: `app workers 4 → 8`. */
interface Chosen {
  readonly change: BranchChange;
  readonly words: string;
}

interface WayProps {
  readonly design: Design;
  readonly onChoose: (chosen: Chosen | undefined) => void;
}

interface Place {
  readonly id: string;
  readonly name: string;
  readonly specs: ParamSpecs;
  readonly params: Design['nodes'][number]['params'];
}

function placesOf({ nodes, links }: Design): readonly Place[] {
  const nameOf = (id: string) => nodes.find((node) => node.id === id)?.name ?? id;
  return [
    ...nodes.map(({ id, name, kind, params }) => ({ id, name, params, specs: kindOf(kind)?.params ?? {} })),
    ...links.map(({ id, from, to, params }) => ({ id, name: `${nameOf(from)} → ${nameOf(to)}`, params, specs: LINK_PARAMETERS })),
  ].filter(({ specs }) => Object.keys(specs).length > 0);
}

function SettingChange({ design, onChoose }: WayProps) {
  const places = useMemo(() => placesOf(design), [design]);
  const { nodes, links } = getView().selection;
  const [id, setId] = useState(() => places.find((place) => place.id === (nodes[0] ?? links[0]))?.id ?? places[0]?.id ?? '');
  const place = places.find((one) => one.id === id);
  const [named, setNamed] = useState<string>();
  const [value, setValue] = useState<ParamValue>();
  const field = useId();
  if (place === undefined) return <p className={styles['help']}>Draw a part first.</p>;
  const names = Object.keys(place.specs).sort((x, y) => Number(place.specs[y]?.live === true) - Number(place.specs[x]?.live === true));
  const param = named !== undefined && names.includes(named) ? named : (names[0] ?? '');
  const spec = place.specs[param];
  if (spec === undefined) return null;
  const before = valueIn(place.specs, place.params, param);
  const set = (next: ParamValue | undefined): undefined => {
    const to = next ?? spec.default;
    setValue(to);
    const change = { is: 'setting', target: place.id, param, value: to } as const;
    const words = `${place.name} ${spec.label.charAt(0).toLowerCase()}${spec.label.slice(1)} ${valueWords(spec, before)} → ${valueWords(spec, to)}`;
    onChoose(JSON.stringify(to) === JSON.stringify(before) ? undefined : { change, words });
    return undefined;
  };
  const other = (): void => {
    setValue(undefined);
    onChoose(undefined);
  };
  return (
    <>
      <div className={styles['row']}>
        <label htmlFor={`${field}-of`}>Of</label>
        <Select
          id={`${field}-of`}
          options={places.map((one) => ({ value: one.id, label: one.name }))}
          value={place.id}
          onChange={(next) => {
            setId(next);
            other();
          }}
        />
      </div>
      <div className={styles['row']}>
        <label htmlFor={`${field}-which`}>Setting</label>
        <Select
          id={`${field}-which`}
          options={names.map((name) => ({
            value: name,
            label: place.specs[name]?.label ?? name,
            ...(place.specs[name]?.live !== true && { help: 'takes effect from the start' }),
          }))}
          value={param}
          onChange={(next) => {
            setNamed(next);
            other();
          }}
        />
      </div>
      <ParamRow spec={spec} shared={{ value: value ?? before, mixed: false, modified: false }} onSet={set} />
    </>
  );
}

/** A fault lasts so long when nothing else is said and its kind has no usual length, ms (chosen). */
const USUAL_MS = 5000;

function FaultChange({ design, onChoose }: WayProps) {
  const targets = useMemo(() => targetsOf(design, kindOf), [design]);
  const [aim, setAim] = useState(
    targets.find(({ address }) => address === getView().selection.nodes[0])?.address ?? targets[0]?.address ?? '',
  );
  const offers = faultsAt(aim, design, FAULTS, kindOf);
  const [named, setNamed] = useState<string>();
  const [length, setLength] = useState<number>();
  const id = useId();
  const offer = offers.find(({ fault }) => fault.id === named);
  const tell = (address: string, fault: string | undefined, ms: number | undefined): void => {
    const one = faultsAt(address, design, FAULTS, kindOf).find((each) => each.fault.id === fault);
    if (one === undefined) {
      onChoose(undefined);
      return;
    }
    const lasts = ms ?? (one.fault.lasts || USUAL_MS);
    const duration = one.fault.lasts === 0 || lasts === 0 ? {} : { duration: lasts };
    const name = targets.find((target) => target.address === address)?.label ?? address;
    onChoose({
      change: { is: 'fault', fault: one.fault.id, target: one.address, params: {}, ...duration },
      words: `${one.fault.name.toLowerCase()} on ${name}`,
    });
  };
  return (
    <>
      <div className={styles['row']}>
        <label htmlFor={`${id}-where`}>Where</label>
        <Select
          id={`${id}-where`}
          options={targets.map(({ address, label }) => ({ value: address, label }))}
          value={aim}
          onChange={(next) => {
            setAim(next);
            tell(next, named, length);
          }}
        />
      </div>
      <div className={styles['row']}>
        <label htmlFor={`${id}-what`}>What</label>
        <Select
          id={`${id}-what`}
          options={offers.map(({ fault }) => ({ value: fault.id, label: fault.name, help: fault.summary }))}
          value={offer?.fault.id ?? ''}
          onChange={(next) => {
            setNamed(next);
            tell(aim, next, length);
          }}
          {...(offer === undefined && { shown: 'Choose a fault' })}
        />
      </div>
      {offer !== undefined && offer.fault.lasts !== 0 && (
        <div className={styles['row']}>
          <label htmlFor={`${id}-long`}>Lasts</label>
          <QuantityInput
            id={`${id}-long`}
            range={{ unit: 'ms', min: 0, max: design.scenario.durationMs, whole: false, zero: 'to the end' }}
            value={length ?? (offer.fault.lasts || USUAL_MS)}
            onChange={(next) => {
              setLength(next);
              tell(aim, named, next);
            }}
          />
        </div>
      )}
    </>
  );
}

function EntryChange({ design, onChoose }: WayProps) {
  const words: Words = { design, faultOf, kindOf, linkSpecs: LINK_PARAMETERS };
  const entries = design.scenario.timeline.filter((entry) => entry.type !== 'note');
  const [id, setId] = useState('');
  const field = useId();
  if (entries.length === 0) return <p className={styles['help']}>Nothing is planned: there is nothing to take away.</p>;
  const entry = entries.find((one) => one.id === id);
  return (
    <>
      <div className={styles['row']}>
        <label htmlFor={field}>Without</label>
        <Select
          id={field}
          options={entries.map((one) => ({ value: one.id, label: entryName(words, one) }))}
          value={id}
          onChange={(next) => {
            setId(next);
            const taken = entries.find((one) => one.id === next);
            if (taken !== undefined) onChoose({ change: { is: 'without', id: next }, words: `without “${entryName(words, taken)}”` });
          }}
          {...(entry === undefined && { shown: 'Choose an entry' })}
        />
      </div>
      <p className={styles['help']}>What begins later does not happen; a fault that has begun ends at this moment.</p>
    </>
  );
}
