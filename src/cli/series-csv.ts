/** The chart windows of a run as comma-separated values: one row a window, columns for all requests, each node and each class. */
import { CLASS_WINDOW, NODE_WINDOW, WINDOW } from '../run/frame.ts';
import type { Session } from '../run/session.ts';

export function seriesCsv(session: Session): string {
  const { series } = session.recorder;
  const common = Object.entries(WINDOW).filter(([name]) => name !== 'size');
  const perNode = Object.entries(NODE_WINDOW).filter(([name]) => name !== 'size');
  const head = common.map(([name]) => name);
  const columns = common.map(([, column]) => column as number);
  session.compiled.nodes.forEach((node, n) => {
    for (const [name, column] of perNode) {
      head.push(`${node.doc.id}.${name}`);
      columns.push(WINDOW.size + n * NODE_WINDOW.size + column);
    }
  });
  session.design.classes.forEach(({ id }, cls) => {
    for (const [name, column] of Object.entries(CLASS_WINDOW)) {
      if (name === 'size') continue;
      head.push(`class ${id}.${name}`);
      columns.push(session.layout.classAt + cls * CLASS_WINDOW.size + column);
    }
  });
  const rows = [head.join(',')];
  for (let row = 0; row < series.rows; row++) rows.push(columns.map((c) => cell(series.at(row, c))).join(','));
  return `${rows.join('\n')}\n`;
}

function cell(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}
