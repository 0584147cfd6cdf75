// A tree of configurations for searching ways, flat in memory: nodes are only added, and a branch that turns out
// not to hold is cut off where it starts.

export class ConfigTree {
  readonly #dof: number;
  readonly #weight: Float64Array;
  #q: Float64Array;
  #parent: Int32Array;
  /** 1 where cut off. */
  #isCut: Uint8Array;
  #count = 0;

  /** @param weight per joint, of its difference in the distance between two configurations */
  constructor(root: ArrayLike<number>, weight: Float64Array) {
    this.#dof = root.length;
    this.#weight = weight;
    this.#q = new Float64Array(64 * this.#dof);
    this.#parent = new Int32Array(64);
    this.#isCut = new Uint8Array(64);
    this.add(root, -1);
  }

  get count(): number {
    return this.#count;
  }

  /** Adds a node and returns its number. */
  add(q: ArrayLike<number>, parent: number): number {
    const node = this.#count++;
    if (node === this.#parent.length) this.#grow();
    for (let j = 0; j < this.#dof; j++) this.#q[node * this.#dof + j] = q[j]!;
    this.#parent[node] = parent;
    return node;
  }

  /** Writes the node's joints. */
  read(node: number, out: Float64Array): void {
    for (let j = 0; j < this.#dof; j++) out[j] = this.#q[node * this.#dof + j]!;
  }

  /** Whether the node is exactly there. */
  standsAt(node: number, q: ArrayLike<number>): boolean {
    for (let j = 0; j < this.#dof; j++) if (this.#q[node * this.#dof + j] !== q[j]) return false;
    return true;
  }

  /** The nearest node that is not cut off. */
  nearest(to: ArrayLike<number>): number {
    const dof = this.#dof;
    const q = this.#q;
    const weight = this.#weight;
    const isCut = this.#isCut;
    const end = this.#count * dof;
    // Most nodes are ruled out by their first joints, which move the arm most.
    const some = (dof + 1) >> 1;
    let found = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let at = 0, node = 0; at < end; at += dof, node++) {
      let sum = 0;
      for (let j = 0; j < some; j++) {
        const d = (q[at + j]! - to[j]!) * weight[j]!;
        sum += d * d;
      }
      if (sum >= least) continue;
      for (let j = some; j < dof; j++) {
        const d = (q[at + j]! - to[j]!) * weight[j]!;
        sum += d * d;
      }
      if (sum >= least || isCut[node] === 1) continue;
      found = node;
      least = sum;
    }
    return found;
  }

  /** Nodes from `node` to the root. */
  branch(node: number): number[] {
    const nodes: number[] = [];
    for (let at = node; at >= 0; at = this.#parent[at]!) nodes.push(at);
    return nodes;
  }

  joints(node: number): number[] {
    return Array.from(this.#q.subarray(node * this.#dof, (node + 1) * this.#dof));
  }

  /** Cuts off a node and all that grew from it. */
  cut(node: number): void {
    this.#isCut[node] = 1;
    for (let k = node + 1; k < this.#count; k++) if (this.#isCut[this.#parent[k]!] === 1) this.#isCut[k] = 1;
  }

  #grow(): void {
    const room = this.#parent.length * 2;
    const [q, parent, isCut] = [this.#q, this.#parent, this.#isCut];
    this.#q = new Float64Array(room * this.#dof);
    this.#q.set(q);
    this.#parent = new Int32Array(room);
    this.#parent.set(parent);
    this.#isCut = new Uint8Array(room);
    this.#isCut.set(isCut);
  }
}
