// The vertices of an STL mesh, binary or text. Triangles are of no interest here: only a hull is taken of them.
import { RoboError } from "../../kernel/contract/errors.ts";
import type { Vec3 } from "../../kernel/contract/geometry.ts";

const HEADER_BYTES = 84;
const FACET_BYTES = 50;

/** Throws E_URDF when the bytes are neither kind of STL, or hold no triangle. */
export function readStl(bytes: Uint8Array, fileName: string): Vec3[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const facets = bytes.length >= HEADER_BYTES ? view.getUint32(80, true) : 0;
  const vertices =
    facets > 0 && bytes.length >= HEADER_BYTES + facets * FACET_BYTES ? binary(view, facets) : text(bytes);
  if (vertices.length < 3 || !vertices.every((vertex) => vertex.every(Number.isFinite)))
    throw new RoboError("E_URDF", `${fileName} is not an STL mesh, or an empty one`);
  return vertices;
}

function binary(view: DataView, facets: number): Vec3[] {
  const vertices: Vec3[] = [];
  for (let facet = 0; facet < facets; facet++) {
    for (let corner = 0; corner < 3; corner++) {
      const at = HEADER_BYTES + facet * FACET_BYTES + 12 + corner * 12;
      vertices.push([view.getFloat32(at, true), view.getFloat32(at + 4, true), view.getFloat32(at + 8, true)]);
    }
  }
  return vertices;
}

function text(bytes: Uint8Array): Vec3[] {
  const lines = new TextDecoder("latin1").decode(bytes).split("\n");
  return lines.flatMap((line): Vec3[] => {
    const [word, x, y, z] = line.trim().split(/\s+/);
    return word === "vertex" ? [[Number(x), Number(y), Number(z)]] : [];
  });
}
