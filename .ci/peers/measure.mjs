// Runs a peer's model as the bench asks for it, `node PEER.mjs w1|w2 CUSTOMERS SEED`: once as a warm-up, once for the record.
// Prints one line of JSON. CPU time, user and system, as for the product.
export async function measure(models) {
  const [name, customers, seed] = process.argv.slice(2);
  await models[name](Number(customers), Number(seed) + 1000);
  const before = process.cpuUsage();
  const meanMs = await models[name](Number(customers), Number(seed));
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ customers: Number(customers), events: 0, cpuSeconds: (user + system) / 1e6, meanMs }));
}
