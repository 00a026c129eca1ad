/** What there is to take away at this moment: the design and its link, the frame that is shown, the four charts with what they follow. */
import { kindOf } from '../../src/catalog/index.ts';
import type { Design } from '../../src/design/document.ts';
import { LINK_PARAMETERS } from '../../src/engine/policy/link-parameters.ts';
import { faultOf } from '../../src/faults/index.ts';
import { scene } from '../canvas/desk.ts';
import type { Ink } from '../canvas/paint/ink.ts';
import type { ChartModel, ChartScene } from '../charts/model.ts';
import { availabilityModel } from '../charts/models/availability.ts';
import { burnModel } from '../charts/models/burn.ts';
import { consistencyModel } from '../charts/models/consistency.ts';
import { latencyModel } from '../charts/models/latency.ts';
import { trafficModel } from '../charts/models/traffic.ts';
import { faultBands } from '../panels/fault-bands.ts';
import { makeLink } from '../share/make-link.ts';
import { alertBands, slosOf } from '../state/alerts.ts';
import { getDesign } from '../state/design-store.ts';
import { latestEstimate } from '../state/estimates.ts';
import { getRun, latestFrame, series } from '../state/run-store.ts';
import { getStory } from '../state/story-store.ts';
import { diagramOf } from './diagram.ts';
import { diagramPicture, type Picture } from './pictures.ts';

export function linkNow(): string {
  const { digest, engine } = getRun();
  return makeLink(getDesign(), { digest, engine });
}

export function diagramNow(ink: Ink): Picture {
  const design = getDesign();
  return diagramPicture(diagramOf(design, getRun().shape, scene, latestEstimate()), latestFrame(), getStory().struck, ink);
}

export function chartSceneNow(design: Design = getDesign()): ChartScene {
  const { durationMs, warmupMs, objectives } = design.scenario;
  return {
    source: series,
    windowMs: getRun().shape?.windowMs ?? 1,
    durationMs,
    warmupMs,
    bands: faultBands({ design, faultOf, kindOf, linkSpecs: LINK_PARAMETERS }, getStory().struck),
    limits: objectives.filter((objective) => objective.class === ''),
    slos: slosOf(design),
    alerts: alertBands,
  };
}

/** The charts of the whole run, with the burn rate where something is promised. */
export function chartsOf(chartScene: ChartScene): readonly { readonly name: string; readonly model: ChartModel }[] {
  const [slo] = chartScene.slos;
  return [
    { name: 'Latency', model: latencyModel(chartScene) },
    { name: 'Traffic', model: trafficModel(chartScene, false) },
    { name: 'Availability', model: availabilityModel(chartScene, slo) },
    ...(slo === undefined ? [] : [{ name: 'Burn rate', model: burnModel(chartScene, slo) }]),
    { name: 'Consistency', model: consistencyModel(chartScene) },
  ];
}
