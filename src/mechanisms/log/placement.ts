/**
 * Where the copies of partitions stand: leaders go round the brokers in turn, and the further copies of each to the brokers after it,
 * those of zones that have none yet first (Kafka's rack-aware assignment; the loss of a zone then takes one copy where there are
 * zones enough). Brokers are counted from 0.
 */

/** Brokers of each partition's copies, the preferred leader first. */
export function placeCopies(partitions: number, copies: number, zones: readonly string[]): readonly (readonly number[])[] {
  const brokers = zones.length;
  const order = inTurnByZone(zones);
  return Array.from({ length: partitions }, (_, p) => {
    // Each round begins one further on, so that the followers of one broker's partitions are spread as well.
    const shift = Math.floor(p / brokers);
    const first = order[p % brokers]!;
    const others = Array.from({ length: brokers - 1 }, (_, k) => order[((p % brokers) + 1 + ((k + shift) % (brokers - 1))) % brokers]!);
    const chosen = [first];
    for (const fresh of [true, false]) {
      for (const broker of others) {
        if (chosen.length === Math.min(copies, brokers)) break;
        if (chosen.includes(broker) || (fresh && chosen.some((one) => zones[one] === zones[broker]))) continue;
        chosen.push(broker);
      }
    }
    return chosen;
  });
}

/** Brokers so that neighbours stand in different zones as far as can be. */
function inTurnByZone(zones: readonly string[]): readonly number[] {
  const lines = [...new Set(zones)].map((zone) => zones.flatMap((one, broker) => (one === zone ? [broker] : [])));
  const order: number[] = [];
  for (let k = 0; order.length < zones.length; k++) for (const line of lines) if (k < line.length) order.push(line[k]!);
  return order;
}
