/** Whether a value fits a schema, by the few words of JSON Schema that the schemas of this room use. For tests; programs outside have libraries. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** What does not fit, each with its place; empty when all does. */
export function misfits(value: unknown, schema: Schema, place: string): readonly string[] {
  const own = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const { type, required = [], properties, items, additionalProperties, anyOf } = schema;
  if (anyOf !== undefined) {
    const fit = anyOf.find((one) => (one.type === 'null') === (value === null));
    return fit === undefined ? [`${place} is ${own}`] : misfits(value, fit, place);
  }
  const types = type === undefined ? [own] : [type].flat();
  if (!types.includes(own)) return [`${place} is ${own} and not ${types.join(' or ')}`];
  if (Array.isArray(value)) return value.flatMap((item, i) => (items === undefined ? [] : misfits(item, items, `${place}[${i}]`)));
  if (typeof value !== 'object' || value === null) return [];
  const missing = required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${place} has no ${name}`);
  const wrong = Object.entries(value).flatMap(([name, field]) => {
    const inner = properties?.[name] ?? additionalProperties;
    return inner === undefined ? [] : misfits(field, inner, `${place}.${name}`);
  });
  return [...missing, ...wrong];
}
