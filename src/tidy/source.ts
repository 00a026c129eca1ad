// Reads one source file into the facts that the rules of the house ask about. The parser is the one the bundler uses, so what is
// judged here is the program and not its spelling: a banned name in a comment or a string is no offence, a hidden import is one.
// It judges nothing itself.
import { parseSync } from 'vite';

/** Something found at a line, counted from 1. */
export type Found = { readonly name: string; readonly line: number };

export type Source = {
  /** From the root of the repository, with forward slashes: `src/std/random.ts`. */
  readonly path: string;
  readonly lines: number;
  readonly startsWithComment: boolean;
  readonly comments: readonly Found[];
  /** Specifiers as written, dynamic and type imports included, and modules named through `new URL(…, import.meta.url)`. */
  readonly imports: readonly Found[];
  /** Specifiers of `export … from`. */
  readonly reexports: readonly Found[];
  /** `default` and the names of enums, each with its line. */
  readonly defaults: readonly Found[];
  readonly enums: readonly Found[];
  readonly functions: readonly (Found & { readonly lines: number })[];
  /** `Math.sin`, `Date`, `.length`, `**`: every free-standing name with its property, every property, and the operators that matter. */
  readonly uses: readonly Found[];
};

type Node = { readonly type: string; readonly start: number; readonly end: number; readonly [key: string]: unknown };
type Gathered = { -readonly [K in 'imports' | 'reexports' | 'defaults' | 'enums' | 'uses']: Found[] } & {
  functions: Source['functions'][number][];
};

/** Parses `text` as the file `path` (its ending tells the dialect). Throws when it is not a program. */
export function readSource(path: string, text: string): Source {
  const parsed = parseSync(path, text);
  const error = parsed.errors[0];
  if (error !== undefined) throw new Error(`${path}: ${error.message}`);
  const lineOf = lineCounter(text);
  const found: Gathered = { imports: [], reexports: [], defaults: [], enums: [], uses: [], functions: [] };
  visit(parsed.program as unknown as Node, undefined, undefined, (node, parent, key) => {
    gatherModules(node, lineOf, found);
    gatherFunctions(node, parent, lineOf, found);
    gatherUses(node, parent, key, lineOf, found);
  });
  return {
    path,
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    startsWithComment: /^\s*(\/\/|\/\*)/.test(text),
    comments: parsed.comments.map((comment) => ({ name: comment.value, line: lineOf(comment.start) })),
    ...found,
  };
}

function gatherModules(node: Node, lineOf: (at: number) => number, found: Gathered): void {
  const line = lineOf(node.start);
  const from = literal(node['source']);
  if (node.type === 'ImportDeclaration' || node.type === 'ImportExpression') found.imports.push({ name: from ?? '(computed)', line });
  if (node.type === 'TSImportType') found.imports.push({ name: from ?? literal(node['argument']) ?? '(computed)', line });
  if ((node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration') && from !== undefined) {
    found.imports.push({ name: from, line });
    found.reexports.push({ name: from, line });
  }
  if (node.type === 'ExportDefaultDeclaration') found.defaults.push({ name: 'default', line });
  if (node.type === 'TSEnumDeclaration') found.enums.push({ name: nameOf(node['id']) ?? 'enum', line });
  if (node.type === 'NewExpression' && nameOf(node['callee']) === 'URL') {
    const [target, base] = node['arguments'] as Node[];
    const named = literal(target);
    if (
      named !== undefined &&
      /\.\w+$/.test(named) &&
      base?.type === 'MemberExpression' &&
      isNode(base['object']) &&
      base['object'].type === 'MetaProperty'
    ) {
      found.imports.push({ name: named, line });
    }
  }
}

function gatherFunctions(node: Node, parent: Node | undefined, lineOf: (at: number) => number, found: Gathered): void {
  if (!['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(node.type)) return;
  const line = lineOf(node.start);
  const name = nameOf(node['id']) ?? nameOf(parent?.['id']) ?? nameOf(parent?.['key']) ?? calledIn(parent) ?? 'a function';
  found.functions.push({ name, line, lines: lineOf(node.end) - line + 1 });
}

function gatherUses(node: Node, parent: Node | undefined, key: string | undefined, lineOf: (at: number) => number, found: Gathered): void {
  const line = lineOf(node.start);
  if (node['operator'] === '**' || node['operator'] === '**=') found.uses.push({ name: '**', line });
  if (node.type === 'ForInStatement') found.uses.push({ name: 'for…in', line });
  if (node.type !== 'Identifier' || key === 'key') return;
  if (key === 'property' && parent?.['computed'] === false) {
    found.uses.push({ name: `.${node['name']}`, line });
    return;
  }
  const plainMember = parent?.type === 'MemberExpression' && key === 'object' && parent['computed'] === false;
  const property = plainMember ? nameOf(parent['property']) : undefined;
  found.uses.push({ name: property === undefined ? String(node['name']) : `${node['name']}.${property}`, line });
}

function visit(
  node: Node,
  parent: Node | undefined,
  key: string | undefined,
  see: (node: Node, parent?: Node, key?: string) => void,
): void {
  see(node, parent, key);
  for (const [name, child] of Object.entries(node)) {
    if (Array.isArray(child)) {
      for (const item of child) if (isNode(item)) visit(item, node, name, see);
    } else if (isNode(child)) visit(child, node, name, see);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function nameOf(value: unknown): string | undefined {
  return isNode(value) && typeof value['name'] === 'string' ? value['name'] : undefined;
}

function literal(value: unknown): string | undefined {
  return isNode(value) && typeof value['value'] === 'string' ? value['value'] : undefined;
}

/** The name under which a callback is handed over: `describe` for `describe('…', () => …)`. */
function calledIn(parent: Node | undefined): string | undefined {
  if (parent?.type !== 'CallExpression') return undefined;
  const callee = parent['callee'];
  return nameOf(callee) ?? (isNode(callee) ? nameOf(callee['object']) : undefined);
}

function lineCounter(text: string): (at: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (at) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
