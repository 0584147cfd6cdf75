// A tree of configurations for searching ways, flat in memory: nodes are only added, and a branch that turns out
// not to hold is cut off where it starts.

export class ConfigTree {
  readonly #dof: number;
  readonly #weight: Float64Array;
  #q: Float64Array;
  /** The joints times their weights, in fours: filled up with zeros. What nearest nodes are found by. */
  readonly #stride: number;
  #weighed: Float64Array;
  readonly #sought: Float64Array;
  #parent: Int32Array;
  /** 1 where cut off. */
  #isCut: Uint8Array;
  #count = 0;

  /** @param weight per joint, of its difference in the distance between two configurations */
  constructor(root: ArrayLike<number>, weight: Float64Array) {
    this.#dof = root.length;
    this.#weight = weight;
    this.#q = new Float64Array(64 * this.#dof);
    this.#stride = 4 * Math.ceil(this.#dof / 4);
    this.#weighed = new Float64Array(64 * this.#stride);
    this.#sought = new Float64Array(this.#stride);
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
    for (let j = 0; j < this.#dof; j++) {
      this.#q[node * this.#dof + j] = q[j]!;
      this.#weighed[node * this.#stride + j] = q[j]! * this.#weight[j]!;
    }
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
    const stride = this.#stride;
    const at = this.#weighed;
    const sought = this.#sought;
    const isCut = this.#isCut;
    for (let j = 0; j < this.#dof; j++) sought[j] = to[j]! * this.#weight[j]!;
    const [x, y, z, w] = [sought[0]!, sought[1]!, sought[2]!, sought[3]!];
    const count = this.#count;
    let found = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let node = 0, k = 0; node < count; node++, k += stride) {
      const dx = at[k]! - x;
      const dy = at[k + 1]! - y;
      const dz = at[k + 2]! - z;
      const dw = at[k + 3]! - w;
      // Most nodes are ruled out by their first joints, which move the arm most.
      let sum = dx * dx + dy * dy + dz * dz + dw * dw;
      if (sum >= least) continue;
      for (let j = 4; j < stride; j++) {
        const d = at[k + j]! - sought[j]!;
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
    const q: number[] = [];
    for (let j = 0; j < this.#dof; j++) q.push(this.#q[node * this.#dof + j]!);
    return q;
  }

  /** Cuts off a node and all that grew from it. */
  cut(node: number): void {
    this.#isCut[node] = 1;
    for (let k = node + 1; k < this.#count; k++) if (this.#isCut[this.#parent[k]!] === 1) this.#isCut[k] = 1;
  }

  #grow(): void {
    const room = this.#parent.length * 2;
    const [q, weighed, parent, isCut] = [this.#q, this.#weighed, this.#parent, this.#isCut];
    this.#q = new Float64Array(room * this.#dof);
    this.#q.set(q);
    this.#weighed = new Float64Array(room * this.#stride);
    this.#weighed.set(weighed);
    this.#parent = new Int32Array(room);
    this.#parent.set(parent);
    this.#isCut = new Uint8Array(room);
    this.#isCut.set(isCut);
  }
}
