/**
 * Formulas are plain text in the notation of their source; here what follows a `^` is raised, as in print. Nothing else is
 * understood: a formula that is no formula but words stays as it is.
 */

export interface Piece {
  readonly text: string;
  /** How many times it is raised: 0 on the line. */
  readonly raised: number;
}

/** `e^(−(μ−λ)t)` as `e` and, raised once, `−(μ−λ)t`; powers in powers are raised twice. */
export function typeset(formula: string, raised = 0): readonly Piece[] {
  const caret = formula.indexOf('^');
  if (caret < 0) return formula === '' ? [] : [{ text: formula, raised }];
  const { power, rest } = splitPower(formula.slice(caret + 1));
  if (power === '') return [{ text: formula, raised }];
  return [...piece(formula.slice(0, caret), raised), ...typeset(power, raised + 1), ...typeset(rest, raised)];
}

function piece(text: string, raised: number): readonly Piece[] {
  return text === '' ? [] : [{ text, raised }];
}

/** The power at the front: what stands in one pair of brackets, without them, or a single letter or number with its sign. */
function splitPower(text: string): { readonly power: string; readonly rest: string } {
  if (!text.startsWith('(')) {
    const power = /^[−-]?(\p{Letter}+|[\d.]+)/u.exec(text)?.[0] ?? '';
    return { power, rest: text.slice(power.length) };
  }
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    if (text[i] === ')') depth--;
    if (depth === 0) return { power: text.slice(1, i), rest: text.slice(i + 1) };
  }
  return { power: '', rest: text };
}
