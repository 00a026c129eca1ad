/**
 * Which browser this is, in words for the record of a measurement. Read from what browsers say of themselves, which is no proof
 * of anything: nothing here decides what is run.
 */

export interface BrowserName {
  /** Name and version, e.g. `Firefox 140.0`. */
  readonly name: string;
  /** The engine that draws and the one that runs the simulation. */
  readonly engine: string;
}

/** In the order in which they must be asked: most browsers name others besides themselves. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\/([\d.]+)/, 'Edge'],
  [/OPR\/([\d.]+)/, 'Opera'],
  [/SamsungBrowser\/([\d.]+)/, 'Samsung Internet'],
  [/(?:Firefox|FxiOS)\/([\d.]+)/, 'Firefox'],
  [/HeadlessChrome\/([\d.]+)/, 'Chromium, headless'],
  [/(?:Chrome|CriOS)\/([\d.]+)/, 'Chrome or Chromium'],
  [/Version\/([\d.]+).*Safari\//, 'Safari or WebKitGTK'],
];

export function browserOf(userAgent: string): BrowserName {
  for (const [pattern, name] of BROWSERS) {
    const version = pattern.exec(userAgent)?.[1];
    if (version !== undefined) return { name: `${name} ${version}`, engine: engineOf(userAgent) };
  }
  return { name: 'a browser that gives no name', engine: engineOf(userAgent) };
}

/** On iOS every browser is WebKit, whatever it is called. */
function engineOf(userAgent: string): string {
  const gecko = /rv:([\d.]+)\) Gecko\//.exec(userAgent)?.[1];
  if (gecko !== undefined) return `Gecko ${gecko}, SpiderMonkey`;
  const blink = /Chrome\/([\d.]+)/.exec(userAgent)?.[1];
  if (blink !== undefined) return `Blink ${blink}, V8`;
  const webkit = /AppleWebKit\/([\d.]+)/.exec(userAgent)?.[1];
  return webkit === undefined ? 'unknown engine' : `WebKit ${webkit}, JavaScriptCore`;
}
