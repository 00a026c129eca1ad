/** What the express way uses of WebAssembly, which the types of a page and of Node describe differently, and other surroundings not at all. */
interface Maker {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: Record<string, object>) => { readonly exports: Readonly<Record<string, unknown>> };
}

declare const WebAssembly: Maker;

/** Undefined where there is none. */
export const webAssembly = typeof WebAssembly === 'undefined' ? undefined : WebAssembly;
