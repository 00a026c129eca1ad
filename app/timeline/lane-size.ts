/** Sizes of the lanes, px: a bar is a target of at least 24 px with its gap. */
export const LANE_HEIGHT = 26;
/** More lanes than this scroll (chosen: charts need the room). */
export const MOST_LANES = 4;
