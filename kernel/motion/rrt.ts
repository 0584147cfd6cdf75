// A way round obstacles.
import type { Chain } from "./chain.ts";

export function findWay(
  _chain: Chain,
  _fromRad: readonly number[],
  _toRad: readonly number[],
  _isClear: (q: readonly number[]) => boolean,
  _isEdgeClear: (a: readonly number[], b: readonly number[]) => boolean,
  _options: { readonly seed: number; readonly iterations: number },
): number[][] | null {
  throw new Error("being written");
}
