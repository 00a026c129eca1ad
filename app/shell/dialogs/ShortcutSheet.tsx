/** All keys, straight from the registry, and the switch that turns single letters off. */
import { useId } from 'react';
import { type Action, useActions } from '../../state/actions.ts';
import { setView, useView } from '../../state/view-store.ts';
import { isSingleKey } from '../../ui/chord.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { Switch } from '../../ui/Switch.tsx';
import styles from './ShortcutSheet.module.css';

export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const id = useId();
  const single = useView((view) => view.singleKeys);
  const groups = grouped(useActions().filter((action) => action.keys !== undefined));
  return (
    <Dialog
      title="Keyboard shortcuts"
      lead="Letters go by what is printed on your keys, not by where they are."
      open
      size="wide"
      onClose={onClose}
    >
      <div className={styles['switch']}>
        <span id={id}>
          Single letters act while the canvas has the focus
          <span className={styles['help']}>Turn them off if speech input or a stray finger sets them off.</span>
        </span>
        <Switch aria-labelledby={id} checked={single} onChange={(singleKeys) => setView({ singleKeys })} />
      </div>
      <div className={styles['columns']}>
        {groups.map(([group, actions]) => (
          <section key={group} className={styles['group']} aria-label={group}>
            <h3 className={styles['heading']}>{group}</h3>
            <dl className={styles['keys']}>
              {actions.map((action) => (
                <div key={action.id} className={styles['row']}>
                  <dt>{action.label}</dt>
                  <dd>
                    {action.keys?.map((keys) => (
                      <span key={keys} className={!single && isSingleKey(keys) ? styles['off'] : undefined}>
                        <Kbd keys={keys} />
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function grouped(actions: readonly Action[]): readonly (readonly [string, readonly Action[]])[] {
  const groups = new Map<string, Action[]>();
  for (const action of actions) groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  return [...groups];
}
