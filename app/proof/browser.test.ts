import { expect, it } from 'vitest';
import { browserOf } from './browser.ts';

const AGENTS: readonly (readonly [string, string, string])[] = [
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    'Chrome or Chromium 142.0.0.0',
    'Blink 142.0.0.0, V8',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
    'Edge 142.0.0.0',
    'Blink 142.0.0.0, V8',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140.0', 'Gecko 140.0, SpiderMonkey'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
    'Safari or WebKitGTK 18.1',
    'WebKit 605.1.15, JavaScriptCore',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/140.0 Mobile/15E148 Safari/605.1.15',
    'Firefox 140.0',
    'WebKit 605.1.15, JavaScriptCore',
  ],
  ['curl/8.0', 'a browser that gives no name', 'unknown engine'],
];

it.each(AGENTS)('%s is told by name, version and engine', (agent, name, engine) => {
  expect(browserOf(agent)).toEqual({ name, engine });
});
