// Seeded noise for decoders: random bytes, and what a line or a broken sender does to good ones.

export interface Noise {
  /** Uniform in [0, 2^32). */
  u32(): number;
  below(count: number): number;
  bytes(count: number): Uint8Array;
  pick<T>(from: readonly T[]): T;
}

/** Source of the generator: Marsaglia, "Xorshift RNGs", 2003 (13, 17, 5), with its output mixed by a product. */
export function noiseOf(seed: number): Noise {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x85ebca6b) >>> 0 || 1;
  const u32 = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  const below = (count: number): number => u32() % count;
  return {
    u32,
    below,
    pick: (from) => from[below(from.length)]!,
    bytes(count) {
      const bytes = new Uint8Array(count);
      for (let i = 0; i < count; i++) bytes[i] = u32() >>> 24;
      return bytes;
    },
  };
}

export type Damage = "byte" | "burst" | "delete" | "insert" | "cut" | "repeat" | "swap";
export const DAMAGES: readonly Damage[] = ["byte", "burst", "delete", "insert", "cut", "repeat", "swap"];

/** A damaged copy. */
export function damaged(bytes: Uint8Array, damage: Damage, noise: Noise): Uint8Array {
  const out = bytes.slice();
  if (out.length === 0) return out;
  const at = noise.below(out.length);
  const count = 1 + noise.below(8);
  switch (damage) {
    case "byte":
      out[at] = noise.u32() >>> 24;
      return out;
    case "burst":
      for (let i = at; i < Math.min(out.length, at + count); i++) out[i] = noise.u32() >>> 24;
      return out;
    case "delete":
      return spliced(out, at, count, new Uint8Array(0));
    case "insert":
      return spliced(out, at, 0, noise.bytes(count));
    case "cut":
      return out.slice(0, at);
    case "repeat":
      return spliced(out, at, 0, out.slice(at, at + 2 * count));
    case "swap": {
      const next = (at + 1) % out.length;
      [out[at], out[next]] = [out[next]!, out[at]!];
      return out;
    }
  }
}

function spliced(bytes: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array {
  const rest = bytes.slice(Math.min(bytes.length, at + removed));
  const out = new Uint8Array(at + added.length + rest.length);
  out.set(bytes.subarray(0, at));
  out.set(added, at);
  out.set(rest, at + added.length);
  return out;
}
