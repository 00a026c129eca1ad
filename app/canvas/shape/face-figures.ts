/** What the registry says about a node's face: its two figures, and how many instances it shows before any run. */
import type { Kind } from '../../../src/catalog/kind.ts';
import type { NodeDoc } from '../../../src/design/document.ts';
import { NODE } from '../../../src/run/frame.ts';
import { type Unit, valuesOf } from '../../../src/std/parameter.ts';

/** A figure on the lower line of a face: where it stands in a node's row of the frame, and how it reads. */
export interface FaceFigure {
  readonly offset: number;
  readonly unit: Unit;
  readonly label: string;
}

const COMMON: Readonly<Record<string, FaceFigure>> = {
  rate: { offset: NODE.arrivalRate, unit: 'perSecond', label: '' },
  p50: { offset: NODE.p50, unit: 'ms', label: '' },
  p99: { offset: NODE.p99, unit: 'ms', label: 'p99' },
  utilisation: { offset: NODE.utilisation, unit: 'ratio', label: 'busy' },
  queue: { offset: NODE.queue, unit: 'count', label: 'waiting' },
};

/** The figures on the lower line of a kind's faces. */
export function faceOf(kind: Kind | undefined): readonly FaceFigure[] {
  if (kind === undefined) return [];
  return kind.face.flatMap((id) => {
    const own = kind.figures.findIndex((figure) => figure.id === id);
    const spec = kind.figures[own];
    if (spec !== undefined) return [{ offset: NODE.figure0 + own, unit: spec.unit, label: spec.label.toLowerCase() }];
    return COMMON[id] ?? [];
  });
}

/** Instances that a node asks for before any run says how many there are. */
export function instancesOf(node: NodeDoc, kind: Kind | undefined): number {
  if (kind === undefined) return 1;
  const values = valuesOf(kind.params, node.params);
  const asked = kind.countInstances?.(values) ?? values['instances'];
  return typeof asked === 'number' && asked >= 1 ? asked : 1;
}

/** How many of them run at first. */
export function runningOf(node: NodeDoc, kind: Kind | undefined): number {
  const all = instancesOf(node, kind);
  return kind?.runs === undefined ? all : Math.min(all, kind.runs(valuesOf(kind.params, node.params)));
}
