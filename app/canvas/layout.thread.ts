/** The tidy drawing, computed beside the page: 300 nodes take half a second, during which everything else must go on. */
import { type LayoutLink, type LayoutNode, layered } from './shape/layered.ts';

export interface LayoutJob {
  readonly nodes: readonly LayoutNode[];
  readonly links: readonly LayoutLink[];
}

self.onmessage = ({ data }: MessageEvent<LayoutJob>): void => {
  self.postMessage(layered(data.nodes, data.links));
};
