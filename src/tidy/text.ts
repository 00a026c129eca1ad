// What a file may say and how long it may talk: the rules about size, banned names, headers, and what stands beside what.
import {
  BANNED_ELSEWHERE,
  BANNED_ON_ENGINE_SIDE,
  ENGINE_SIDE,
  EXACT_MATH,
  MAX_FUNCTION_LINES,
  MAX_LINES,
  MAX_LINES_P90,
  TOOL_FILES,
} from './house.ts';
import { isTest, type Rule, roomOf } from './imports.ts';
import type { Source } from './source.ts';

export const sameEverywhere: Rule = (sources) =>
  sources
    .filter(({ path }) => path.startsWith('src/') && !isTest(path))
    .flatMap((source) =>
      source.uses.flatMap(({ name, line }) => {
        const advice = refusal(roomOf(source.path), name);
        return advice === undefined ? [] : [`${source.path}:${line} uses ${name}; ${advice}`];
      }),
    );

function refusal(room: string, name: string): string | undefined {
  if (BANNED_ELSEWHERE[room]?.test(name)) return 'draw from a named stream (std/random.ts), and take the time as an argument';
  if (!ENGINE_SIDE.includes(room)) return undefined;
  if (name === 'Math.random') return 'draw from a named stream of std/random.ts';
  if ((name === 'Math' || name.startsWith('Math.')) && !EXACT_MATH.has(name)) return 'it differs between machines; use std/math.ts';
  if (name === '**') return 'it differs between machines; multiply, or use pow of std/math.ts';
  return BANNED_ON_ENGINE_SIDE.test(name) ? 'results must depend on the seed and the design alone' : undefined;
}

export const shortFiles: Rule = (sources) =>
  sources
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines (at most ${MAX_LINES}); split it by what it does`);

/** Measured over the whole shelf: nine files in ten are short, tests not counted. */
export const mostFilesShorter: Rule = (sources) => {
  const counted = sources.filter(({ path }) => /^(src|app)\//.test(path) && !/\.test\./.test(path)).sort((a, b) => a.lines - b.lines);
  const long = counted.filter(({ lines }) => lines > MAX_LINES_P90);
  if (long.length <= counted.length / 10) return [];
  const names = long.map(({ path, lines }) => `${path} (${lines})`).join(', ');
  return [
    `${long.length} of ${counted.length} files are longer than ${MAX_LINES_P90} lines, more than one in ten; split some of: ${names}`,
  ];
};

export const shortFunctions: Rule = (sources) =>
  sources.flatMap(({ path, functions }) =>
    functions
      // A describe block is a chapter, not a function.
      .filter(({ name, lines }) => lines > MAX_FUNCTION_LINES && !(isTest(path) && name === 'describe'))
      .map(
        ({ name, line, lines }) => `${path}:${line} ${name} has ${lines} lines (at most ${MAX_FUNCTION_LINES}); give a part of it a name`,
      ),
  );

export const headers: Rule = (sources) =>
  sources
    .filter(({ path, startsWithComment }) => path.startsWith('src/') && !isTest(path) && !startsWithComment)
    .map(({ path }) => `${path} starts without a comment; say first what it is, why so, and what it is not`);

export const namedExports: Rule = (sources) =>
  sources
    .filter(({ path }) => !TOOL_FILES.has(path))
    .flatMap(({ path, defaults }) => defaults.map(({ line }) => `${path}:${line} exports a default; give it its name`));

export const noEnums: Rule = (sources) =>
  sources.flatMap(({ path, enums }) =>
    enums.map(({ name, line }) => `${path}:${line} declares the enum ${name}; use a union of literals or consts`),
  );

export const nothingSilenced: Rule = (sources) =>
  commentsSaying(sources, /@ts-(ignore|nocheck|expect-error)|biome-ignore|eslint-disable/, 'silences a tool; mend what it complains about');

export const nothingPutOff: Rule = (sources) =>
  commentsSaying(sources, /\b(TODO|FIXME|XXX|HACK)\b/, 'puts something off; do it, or file an issue');

function commentsSaying(sources: readonly Source[], words: RegExp, advice: string): string[] {
  return sources.flatMap(({ path, comments }) =>
    comments.filter(({ name }) => words.test(name)).map(({ line }) => `${path}:${line} ${advice}`),
  );
}

export const names: Rule = (sources) =>
  sources.flatMap(({ path }) => {
    const file = path.split('/').at(-1) ?? '';
    const wanted = /\.tsx$/.test(file)
      ? /^([A-Z][A-Za-z0-9]*(\.test)?|main)\.tsx$/
      : /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|spec|thread|config|d))?\.ts$/;
    if (!wanted.test(file)) return [`${path} is named unlike its neighbours; use kebab-case.ts and PascalCase.tsx`];
    const vague = /(^|\/)(utils?|helpers?|common|types|manager|misc)(\/|\.tsx?$)/.test(path);
    return vague ? [`${path} is named after nothing; name it after what it holds`] : [];
  });

/** Takes all tracked paths, pictures included, because a kind is a folder: the kind, its stories and its picture. */
export function wholeKinds(paths: readonly string[]): string[] {
  const kinds = new Set(paths.flatMap((path) => /^src\/catalog\/([^/]+)\//.exec(path)?.[1] ?? []));
  return [...kinds].flatMap((kind) =>
    [`${kind}.ts`, `${kind}.test.ts`, 'icon.svg']
      .filter((file) => !paths.includes(`src/catalog/${kind}/${file}`))
      .map((file) => `src/catalog/${kind}/ lacks ${file}; a kind is its code, its stories and its picture`),
  );
}
