/** `1 part`, `3 parts`, `2 request classes`. */
export function plural(count: number, thing: string, ending = 's'): string {
  return `${count} ${thing}${count === 1 ? '' : ending}`;
}
