/** Run and stop, how far it is, and what it comes to. The buttons and the line stay in view while the cases are scrolled. */
import { Play, Square } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { CASES } from '../../src/proof/index.ts';
import { announce } from '../ui/announce.ts';
import { Button } from '../ui/Button.tsx';
import styles from './ControlBar.module.css';
import { meaning, summaryLine } from './overall.ts';
import { progressOf } from './progress.ts';
import { overallOf, runner, useProof } from './proof-store.ts';
import { isFinal } from './runner.ts';
import { secondTries } from './second-tries.ts';

export function ControlBar() {
  const state = useProof((whole) => whole);
  const all = overallOf(state);
  const line = summaryLine(all);
  const said = [meaning(all), secondTries(state)].filter((words) => words !== '').join(' ');
  useSpoken(state.running, `${line}. ${said}`);
  return (
    <>
      <section className={styles['controls']} aria-label="Run the cases">
        <div className={styles['bar']}>
          <RunButtons />
          <p className={styles['summary']} data-doubt={all.doubt}>
            {line}
          </p>
          <Progress />
        </div>
      </section>
      {said !== '' && <p className={styles['meaning']}>{said}</p>}
    </>
  );
}

/** Pressing one turns it off and the other on; both stay where they are, and with them the focus. */
function RunButtons() {
  const state = useProof((whole) => whole);
  const done = CASES.filter((proof) => isFinal(proof, state.runs[proof.id], state.offset)).length;
  const label = done === 0 ? 'Run all' : done < CASES.length ? 'Run the rest' : 'Run all again';
  return (
    <div className={styles['buttons']}>
      <Button
        look="primary"
        icon={<Play aria-hidden="true" />}
        aria-disabled={state.running}
        onClick={() => !state.running && runner.runAll()}
      >
        {label}
      </Button>
      <Button icon={<Square aria-hidden="true" />} aria-disabled={!state.running} onClick={() => state.running && runner.stop()}>
        Stop
      </Button>
    </div>
  );
}

function Progress() {
  const state = useProof((whole) => whole);
  const { share, words } = progressOf(CASES, state);
  if (!state.running) return null;
  return (
    <div className={styles['progress']}>
      <progress className={styles['track']} max={1} value={share} aria-label="Progress" />
      <span className={styles['now']}>{words}</span>
    </div>
  );
}

/** Says the result when a run has come to its end, to people who listen. */
function useSpoken(running: boolean, words: string): void {
  const before = useRef(running);
  useEffect(() => {
    if (before.current && !running) announce(words);
    before.current = running;
  }, [running, words]);
}
