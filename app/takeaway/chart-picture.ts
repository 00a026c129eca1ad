/** A chart as a picture: its heading and finding, the plot as it is painted on the page, and the text around it, which there is an element. */
import { lineLabels } from '../charts/line-labels.ts';
import type { ChartModel, ChartScene } from '../charts/model.ts';
import type { Colours } from '../charts/palette.ts';
import { PlotDrawing } from '../charts/plot-drawing.ts';
import type { Pen } from '../ui/pen.ts';

export interface ChartPicture {
  readonly title: string;
  readonly model: ChartModel;
  readonly scene: ChartScene;
  readonly width: number;
  readonly height: number;
}

/** Colours and type of a picture. */
export interface ChartStyle {
  readonly colours: Colours;
  /** Of findings; axis text has `colours.ink3`. */
  readonly ink2: string;
  readonly family: string;
}

/** Height of heading and finding, px. */
const HEAD = 40;
const PAD = 12;

/** Paints it with its upper left corner where the pen stands. */
export function paintChart(pen: Pen, { title, model, scene, width, height }: ChartPicture, { colours, ink2, family }: ChartStyle): void {
  const drawing = new PlotDrawing(model, scene);
  drawing.resize(width - PAD * 2, height - HEAD - PAD, 1);
  drawing.refresh();
  const measure = (text: string): number => pen.measureText(text).width;
  const text = (words: string, x: number, y: number, align: 'start' | 'middle' | 'end', colour: string): void => {
    pen.fillStyle = colour;
    pen.fillText(words, align === 'start' ? x : x - measure(words) * (align === 'end' ? 1 : 0.5), y);
  };
  pen.save();
  pen.fillStyle = colours.card;
  pen.fillRect(0, 0, width, height);
  pen.translate(PAD, 0);
  pen.font = `600 13px ${family}`;
  text(title, 0, 18, 'start', colours.ink);
  pen.font = `400 11.5px ${family}`;
  text(fitted(model.finding(), width - PAD * 2, measure), 0, 34, 'start', ink2);
  pen.translate(0, HEAD);
  drawing.draw(pen, colours);
  pen.font = `400 11px ${family}`;
  const around = drawing.surroundings();
  const { box } = around;
  for (const { px, text: words } of box.time.ticks) text(words, px, box.bottom + 15, 'middle', colours.ink3);
  for (const panel of around.panels) {
    for (const tick of panel.ticks) text(tick.text, box.left - 6, tick.y + 4, 'end', colours.ink3);
    for (const limit of panel.limits) text(limit.label, box.left + 4, limit.y, 'start', colours.ink3);
    if (panel.nothing !== undefined) text(panel.nothing, (box.left + box.right) / 2, panel.middle + 4, 'middle', colours.ink3);
  }
  pen.font = `500 11px ${family}`;
  const end = { index: drawing.length - 1, x: box.time.px(drawing.endMs), flip: false };
  for (const label of lineLabels(drawing.panels, end, box, measure)) {
    if (label.text !== undefined) text(label.text, label.x, label.y, label.anchor, colours.series[label.series.look.tone]);
  }
  pen.restore();
}

function fitted(words: string, room: number, measure: (text: string) => number): string {
  if (measure(words) <= room) return words;
  let length = words.length - 1;
  while (length > 1 && measure(`${words.slice(0, length)}…`) > room) length--;
  return `${words.slice(0, length).trimEnd()}…`;
}
