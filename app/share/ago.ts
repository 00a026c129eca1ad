/** How long ago, in words: rough when it is long ago. Pure. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function ago(thenMs: number, nowMs: number): string {
  const passed = nowMs - thenMs;
  if (passed < MINUTE) return 'just now';
  if (passed < HOUR) return several(passed / MINUTE, 'minute');
  if (passed < DAY) return several(passed / HOUR, 'hour');
  if (passed < 14 * DAY) return several(passed / DAY, 'day');
  return new Date(thenMs).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

function several(count: number, unit: string): string {
  const whole = Math.floor(count);
  return `${whole} ${unit}${whole === 1 ? '' : 's'} ago`;
}
