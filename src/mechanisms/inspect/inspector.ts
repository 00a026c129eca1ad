/**
 * Looks at requests and takes some for attacks: each of an attack class by the rate of detection, each other by the rate of false
 * alarms. Which classes are attacks is the truth, known to the simulation and to no part; the chances are all that a part has.
 */
import { CLASS } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { StationContext } from '../../engine/station.ts';
import { Stream } from '../../std/random.ts';

export interface InspectorSettings {
  /** Ids of the classes that are attacks. */
  readonly attacks: readonly string[];
  /** Shares of attacks and of other requests that are taken for attacks, 0…1. */
  readonly detection: number;
  readonly falseAlarms: number;
}

export class Inspector {
  settings: InspectorSettings;
  /** Since the warm-up: attacks found and missed, other requests taken for attacks and let go. */
  found = 0;
  missed = 0;
  falseAlarms = 0;
  cleared = 0;
  readonly #sim: Sim;
  readonly #classes: StationContext['classes'];
  readonly #chance: Stream;
  #attack: readonly boolean[] = [];

  constructor({ sim, node, classes }: StationContext, settings: InspectorSettings) {
    this.#sim = sim;
    this.#classes = classes;
    this.#chance = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/detection`);
    this.settings = settings;
    this.configure(settings);
  }

  configure(settings: InspectorSettings): void {
    this.settings = settings;
    this.#attack = this.#classes.map(({ id }) => settings.attacks.includes(id));
  }

  isAttack(row: number): boolean {
    return this.#attack[this.#sim.requests.ints[row + CLASS]!] === true;
  }

  /** Whether a request is taken for an attack, which is counted. */
  suspects(row: number): boolean {
    const attack = this.isAttack(row);
    const suspect = this.#chance.chance(attack ? this.settings.detection : this.settings.falseAlarms);
    if (attack) {
      if (suspect) this.found++;
      else this.missed++;
    } else if (suspect) this.falseAlarms++;
    else this.cleared++;
    return suspect;
  }

  forgetCounts(): void {
    this.found = 0;
    this.missed = 0;
    this.falseAlarms = 0;
    this.cleared = 0;
  }
}
