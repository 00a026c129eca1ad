/**
 * The key handler: finds the action of a key press. Chords with Ctrl or Cmd act anywhere but in the middle of typing where
 * the browser has a use for them; single characters act only while the canvas has the focus, and can be turned off.
 */
import { type Action, getActions, runAction } from '../state/actions.ts';
import { getView, setView } from '../state/view-store.ts';
import { isMac, isSingleKey, type KeyPress, matchesChord } from '../ui/chord.ts';

/** Where the focus is, as far as keys are concerned. */
export type Focus = 'canvas' | 'typing' | 'dialog' | 'elsewhere';

/** Chords that a text field keeps for itself. */
const TYPING_KEEPS: ReadonlySet<string> = new Set([
  'z',
  'y',
  'a',
  'c',
  'v',
  'x',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Backspace',
  'Delete',
]);

/** The action for a key press, or undefined when the press is not for us. */
export function actionFor(
  press: KeyPress,
  focus: Focus,
  actions: readonly Action[],
  singleKeys: boolean,
  mac: boolean = isMac,
): Action | undefined {
  if (focus === 'dialog') return undefined;
  return actions.find((action) => action.keys?.some((chord) => matchesChord(chord, press, mac) && mayAct(chord, focus, singleKeys)));
}

function mayAct(chord: string, focus: Focus, singleKeys: boolean): boolean {
  if (focus === 'typing') return !isSingleKey(chord) && !TYPING_KEEPS.has(keyOf(chord)) && (chord.includes('+') || /^F[16]$/.test(chord));
  if (isSingleKey(chord)) return focus === 'canvas' && singleKeys;
  return focus === 'canvas' || globalChord(chord);
}

/** Arrows, Delete, Enter and the like belong to whatever has the focus; F-keys and Ctrl chords to the page. */
function globalChord(chord: string): boolean {
  return /^(Shift\+)?F\d+$/.test(chord) || (/(^|\+)(Mod|Ctrl|Alt)\+/.test(chord) && !/^(Arrow|Backspace|Delete)/.test(keyOf(chord)));
}

function keyOf(chord: string): string {
  const key = chord.split('+').at(-1) ?? '';
  return key.length === 1 ? key.toLowerCase() : key;
}

/** Where the focus is now. */
function focusNow(element: Element | null): Focus {
  if (element === null) return 'elsewhere';
  if (element.closest('[role="dialog"],[role="menu"],[role="listbox"],[role="alertdialog"]') !== null) return 'dialog';
  if (element.matches('input:not([type="checkbox"]):not([type="radio"]):not([type="range"]),textarea,select,[contenteditable="true"]'))
    return 'typing';
  return element.closest('[data-region="Canvas"]') === null ? 'elsewhere' : 'canvas';
}

/** Listens for the life of the page. @returns a function that ends it. */
export function listenForKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const action = actionFor(event, focusNow(document.activeElement), getActions(), getView().singleKeys);
    if (action === undefined) return;
    event.preventDefault();
    const refused = runAction(action.id);
    if (refused !== undefined) setView({ notice: { text: refused, tone: 'info' } });
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
