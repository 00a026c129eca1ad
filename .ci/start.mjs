// `npm start`: from a bare clone to a page. Installs and builds what is missing, then serves the built site on this machine.
//   --port N     first port to try (PORT in the environment does the same; 4173 unless told)
//   --strict     fail when that port is taken instead of taking the next
//   --base PATH  serve under a path, as many static hosts do, for example /loadbearing/
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build.mjs';
import { serve } from './serve.mjs';
import { root, setUp } from './setup.mjs';

const { values } = parseArgs({ options: { port: { type: 'string' }, base: { type: 'string' }, strict: { type: 'boolean' } } });
const port = Number(values.port ?? process.env['PORT'] ?? 4173);
const base = `/${values.base ?? ''}/`.replace(/\/+/g, '/');
if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`not a port: ${values.port ?? process.env['PORT']}`);

setUp();
if (!buildIfStale()) process.exit(1);
const address = await serve({ folder: join(root, 'dist'), base, port, strict: values.strict ?? false });
console.log(`Loadbearing is at ${address}`);
console.log('Stop it with Ctrl-C.');
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
