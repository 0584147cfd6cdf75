// One JSON text for one value: keys sorted, no spaces. Hashes of plans, states and log records rest on it.

/** Throws on what JSON cannot say exactly (NaN, Infinity, undefined inside arrays, functions). */
export function canonicalJson(value: unknown): string {
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError(`canonicalJson: ${value} has no JSON form`);
    return `${value}`;
  }
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  let text = "";
  if (Array.isArray(value)) {
    for (const member of value) text += `${text === "" ? "" : ","}${canonicalJson(member)}`;
    return `[${text}]`;
  }
  if (typeof value === "object") {
    // By code units, as strings compare.
    for (const key of Object.keys(value).sort()) {
      const member = (value as Record<string, unknown>)[key];
      if (member !== undefined) text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(member)}`;
    }
    return `{${text}}`;
  }
  throw new TypeError(`canonicalJson: a ${typeof value} has no JSON form`);
}
