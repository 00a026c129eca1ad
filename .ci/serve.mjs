// A static server for the built site, on this machine only, as plain as the hosts it will live on: files, types, nothing else.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.wasm': 'application/wasm',
};

/**
 * Serves a folder under a path (`/` or `/some/path/`). When the port is taken, the next free ones are tried, unless `strict`.
 * Resolves to the address of the page once the server listens.
 */
export function serve({ folder, base = '/', port, strict = false }) {
  const server = createServer((request, response) => answer(folder, base, request, response));
  return new Promise((resolve, reject) => {
    let tries = 0;
    server.on('error', (error) => {
      if (error.code !== 'EADDRINUSE' || strict || tries >= 20) return reject(error);
      tries += 1;
      server.listen(tries < 20 ? port + tries : 0, '127.0.0.1');
    });
    server.on('listening', () => resolve(`http://127.0.0.1:${server.address().port}${base}`));
    server.listen(port, '127.0.0.1');
  });
}

function answer(folder, base, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'only GET and HEAD');
  const path = decode(request.url ?? '/');
  if (path === undefined) return refuse(response, 400, 'not a path');
  if (!path.startsWith(base)) {
    if (path !== '/' && `${path}/` !== base) return refuse(response, 404, 'not found');
    response.writeHead(302, { location: base });
    return response.end();
  }
  const file = find(folder, path.slice(base.length));
  if (file === undefined) return refuse(response, 404, 'not found');
  // Names under assets/ carry a digest of their content; everything else may change with the next build.
  const forever = file.path.includes(`${sep}assets${sep}`);
  response.writeHead(200, {
    'content-type': types[extname(file.path)] ?? 'application/octet-stream',
    'content-length': file.size,
    'cache-control': forever ? 'public, max-age=31536000, immutable' : 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  if (request.method === 'HEAD') return response.end();
  createReadStream(file.path)
    .on('error', () => response.destroy())
    .pipe(response);
}

function decode(url) {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0]);
    return path.includes('\0') ? undefined : path;
  } catch {
    return undefined;
  }
}

function find(folder, path) {
  let at = normalize(join(folder, path));
  if (at !== folder && !at.startsWith(folder + sep)) return undefined;
  let stat = statSync(at, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    at = join(at, 'index.html');
    stat = statSync(at, { throwIfNoEntry: false });
  }
  return stat?.isFile() ? { path: at, size: stat.size } : undefined;
}

function refuse(response, status, reason) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${reason}\n`);
}
