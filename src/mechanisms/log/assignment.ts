/**
 * Who of a consumer group reads which partition: each partition has one reader. Eager, all are dealt out anew in equal ranges (Kafka's
 * range assignor); cooperative, everybody keeps what they have as far as an equal share allows, so that few partitions move.
 */

/** Owner of each partition, by place in the list of members; −1 where there are none. */
export function dealOut(partitions: number, members: readonly number[]): number[] {
  return Array.from({ length: partitions }, (_, j) => members[Math.floor((j * members.length) / partitions)] ?? -1);
}

/** The same, moving as few as can be; `before` are the owners until now. */
export function keepMost(before: readonly number[], members: readonly number[]): number[] {
  if (members.length === 0) return before.map(() => -1);
  const share = Math.floor(before.length / members.length);
  let extra = before.length % members.length;
  const held = new Map(members.map((member) => [member, 0]));
  const after = before.map((owner) => {
    const has = held.get(owner);
    if (has === undefined || has > share || (has === share && extra === 0)) return -1;
    if (has === share) extra--;
    held.set(owner, has + 1);
    return owner;
  });
  return after.map((owner) => {
    if (owner >= 0) return owner;
    let next = members[0]!;
    for (const member of members) if (held.get(member)! < held.get(next)!) next = member;
    held.set(next, held.get(next)! + 1);
    return next;
  });
}
