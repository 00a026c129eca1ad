/** The settings of the selected parts or links, generated from their specs. It holds no kind's name and no parameter's. */
import { useState } from 'react';
import type { ParamBag, ParamSpecs } from '../../../src/std/parameter.ts';
import { useView } from '../../state/view-store.ts';
import { groupsOf, isShown, type LinkSubject, type NodeSubject, sharedValue } from '../subject.ts';
import { setParam } from './edit.ts';
import { FoldingSection } from './FoldingSection.tsx';
import { foldedGroups } from './folds.ts';
import { ParamFilter } from './ParamFilter.tsx';
import { ParamRow } from './ParamRow.tsx';
import { PlacementSection } from './PlacementSection.tsx';
import { PolicyChips } from './PolicyChips.tsx';
import { PresetRow } from './PresetRow.tsx';
import { isOn, policySwitches } from './policy.ts';
import styles from './SetTab.module.css';

/** From so many settings on there is a filter (chosen with the brief). */
const MANY = 12;

export function SetTab({ subject }: { readonly subject: NodeSubject | LinkSubject }) {
  const [filter, setFilter] = useState('');
  const folds = useView((view) => view.folds);
  const { specs } = subject;
  const things: readonly { readonly id: string; readonly params: ParamBag }[] = subject.is === 'nodes' ? subject.nodes : subject.links;
  const of = subject.is === 'nodes' ? 'node' : 'link';
  const bags = things.map((thing) => thing.params);
  const ids = things.map((thing) => thing.id);
  const many = Object.keys(specs).filter((name) => isShown(specs, bags, name)).length > MANY;
  const groups = groupsOf(specs, bags, many ? filter : '');
  const switches =
    of === 'link' && (!many || filter === '')
      ? policySwitches(
          specs,
          groups.map(({ name }) => name),
        )
      : []; // prettier-ignore
  const folded = new Set(switches.filter(({ param }) => isOff(specs, bags, param)).map(({ group }) => group));
  const firstSwitch = switches[0]?.group;
  const sought = many && filter.trim() !== '';
  const standing = new Set(switches.map(({ group }) => group));
  const kind = subject.is === 'nodes' ? [...new Set(subject.nodes.map((node) => node.kind))].sort().join('+') : 'link';
  const shown = foldedGroups(groups, specs, bags, folds, { of: kind, many, standing, sought });
  return (
    <div className={styles['tab']}>
      {subject.is === 'nodes' && filter === '' && <PresetRow kinds={subject.kinds} specs={specs} bags={bags} ids={ids} />}
      {many && <ParamFilter value={filter} onChange={setFilter} found={groups.length > 0} />}
      {shown.map((group) => (
        <div key={group.name}>
          {group.name === firstSwitch && <PolicyChips switches={switches} specs={specs} bags={bags} ids={ids} />}
          {!folded.has(group.name) && (
            <FoldingSection group={group} fixed={sought}>
              {group.params.map((param) => {
                const spec = specs[param];
                if (spec === undefined) return null;
                const shared = sharedValue(specs, bags, param);
                return (
                  <ParamRow key={param} spec={spec} shared={shared} onSet={(value, gesture) => setParam(of, ids, param, value, gesture)} />
                );
              })}
            </FoldingSection>
          )}
        </div>
      ))}
      {Object.keys(specs).length === 0 && <p className={styles['none']}>{of === 'link' ? STEERS : nothing(things.length)}</p>}
      {subject.is === 'nodes' && filter === '' && <PlacementSection nodes={subject.nodes} />}
    </div>
  );
}

const isOff = (specs: ParamSpecs, bags: readonly ParamBag[], param: string): boolean =>
  bags.every((bag) => !isOn(sharedValue(specs, [bag], param).value));

const STEERS = 'No request crosses this link: it says what a part watches or steers. How it does so is set on the part.';

const nothing = (count: number): string =>
  count > 1 ? 'These parts have no setting in common. Select parts of one kind to set them together.' : 'This part has nothing to set.';
