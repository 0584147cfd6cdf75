// Geoms of a compiled MuJoCo model that are given another shape and place for every scene, and the box and sphere round
// each geom by which far pairs are told apart without asking MuJoCo.
import type { MjModel } from "@mujoco/mujoco";
import type { PlacedShape, Pose, Shape, Vec3 } from "../../kernel/contract/geometry.ts";
import { posed } from "./pose.ts";

const TYPE = { sphere: 2, capsule: 3, cylinder: 5, box: 6, hull: 7 } as const;

/** The points of a convex hull that scenes may use; compiled into the model as a mesh. */
export type Hull = readonly Vec3[];
export const AWAY: PlacedShape = {
  shape: { kind: "sphere", radiusM: 0.001 },
  pose: { xyzM: [0, 0, -50], quatXyzw: [0, 0, 0, 1] },
};

export interface Slots {
  /** MuJoCo's type of each geom, as last measured. */
  readonly types: Int32Array;
  /** Radius of the sphere, half lengths of the box (three a geom) that hold a geom, both about its centre. */
  readonly radius: Float64Array;
  readonly halves: Float64Array;
  /** Measures a geom as it stands in the model. */
  measure(geom: number): void;
  /** Gives a geom another shape, and a place in its body's frame. */
  fill(geom: number, solid: PlacedShape): void;
  place(geom: number, pose: Pose): void;
  /** A geom's solid in MuJoCo's frame of it, as last measured. */
  shapeOf(geom: number): Shape;
}

/** `meshOf` tells the model's mesh of a hull. */
export function slotsOf(model: MjModel, meshOf: (hull: Hull) => number): Slots {
  let views = viewsOf(model);
  const live = (): Views => {
    // A view that the growing heap has detached has no length any more.
    if (views.types.length === 0) views = viewsOf(model);
    return views;
  };
  const types = new Int32Array(model.ngeom);
  const radius = new Float64Array(model.ngeom);
  const halves = new Float64Array(3 * model.ngeom);

  const boundsOf = (geom: number): { readonly far: number; readonly box: Vec3 } => {
    const [x, y, z] = [live().sizes[3 * geom]!, live().sizes[3 * geom + 1]!, live().sizes[3 * geom + 2]!];
    switch (types[geom]) {
      case TYPE.sphere:
        return { far: x, box: [x, x, x] };
      case TYPE.capsule:
        return { far: x + y, box: [x, x, x + y] };
      case TYPE.cylinder:
        return { far: Math.hypot(x, y), box: [x, x, y] };
      case TYPE.box:
        return { far: Math.hypot(x, y, z), box: [x, y, z] };
      case TYPE.hull:
        return meshBounds(model, live().meshes[geom]!);
      default:
        throw new Error(`the oracle knows no geom of type ${types[geom]}`);
    }
  };
  const measure = (geom: number): void => {
    types[geom] = live().types[geom]!;
    const { far, box } = boundsOf(geom);
    radius[geom] = far;
    for (let axis = 0; axis < 3; axis++) halves[3 * geom + axis] = box[axis]!;
  };
  /** A mesh geom's own frame is that of its principal axes, which stands shifted and turned in the frame of its points. */
  const place = (geom: number, pose: Pose): void => {
    const mesh = live().meshes[geom]!;
    const { xyzM, quatXyzw } = mesh < 0 ? pose : posed(pose, meshFrame(model, mesh));
    const [x, y, z, w] = quatXyzw;
    // Geoms compiled in line with their body would keep its frame whatever stands here.
    live().sameFrames[geom] = 0;
    for (let axis = 0; axis < 3; axis++) live().places[3 * geom + axis] = xyzM[axis]!;
    const { turns } = live();
    turns[4 * geom] = w;
    turns[4 * geom + 1] = x;
    turns[4 * geom + 2] = y;
    turns[4 * geom + 3] = z;
  };
  const shapeOf = (geom: number): Shape => {
    const [x, y, z] = [halves[3 * geom]!, halves[3 * geom + 1]!, halves[3 * geom + 2]!];
    switch (types[geom]) {
      case TYPE.sphere:
        return { kind: "sphere", radiusM: x };
      case TYPE.capsule:
        return { kind: "capsule", radiusM: x, lengthM: 2 * (z - x) };
      case TYPE.cylinder:
        return { kind: "cylinder", radiusM: x, heightM: 2 * z };
      case TYPE.box:
        return { kind: "box", sizeM: [2 * x, 2 * y, 2 * z] };
      default:
        return { kind: "hull", pointsM: meshPoints(model, live().meshes[geom]!) };
    }
  };
  return {
    types,
    shapeOf,
    radius,
    halves,
    measure,
    place,
    fill(geom, { shape, pose }) {
      live().types[geom] = TYPE[shape.kind];
      live().meshes[geom] = shape.kind === "hull" ? meshOf(shape.pointsM) : -1;
      const half = halfSizes(shape);
      for (let axis = 0; axis < 3; axis++) live().sizes[3 * geom + axis] = half[axis]!;
      if (shape.kind === "hull" && live().meshes[geom]! < 0)
        throw new Error("the oracle has only the hulls it was made with");
      measure(geom);
      place(geom, pose);
    },
  };
}

interface Views {
  readonly types: Int32Array;
  readonly meshes: Int32Array;
  readonly sameFrames: Uint8Array;
  readonly sizes: Float64Array;
  readonly places: Float64Array;
  readonly turns: Float64Array;
}

const viewsOf = (model: MjModel): Views => ({
  types: model.geom_type as Int32Array,
  meshes: model.geom_dataid as Int32Array,
  sameFrames: model.geom_sameframe as Uint8Array,
  sizes: model.geom_size as Float64Array,
  places: model.geom_pos as Float64Array,
  turns: model.geom_quat as Float64Array,
});

function halfSizes(shape: Shape): Vec3 {
  switch (shape.kind) {
    case "sphere":
      return [shape.radiusM, 0, 0];
    case "capsule":
      return [shape.radiusM, shape.lengthM / 2, 0];
    case "cylinder":
      return [shape.radiusM, shape.heightM / 2, 0];
    case "box":
      return [shape.sizeM[0] / 2, shape.sizeM[1] / 2, shape.sizeM[2] / 2];
    case "hull":
      return [1, 1, 1];
  }
}

function meshFrame(model: MjModel, mesh: number): Pose {
  const [px, py, pz] = (model.mesh_pos as Float64Array).slice(3 * mesh, 3 * mesh + 3);
  const [w, x, y, z] = (model.mesh_quat as Float64Array).slice(4 * mesh, 4 * mesh + 4);
  return { xyzM: [px!, py!, pz!], quatXyzw: [x!, y!, z!, w!] };
}

function meshPoints(model: MjModel, mesh: number): Vec3[] {
  const from = (model.mesh_vertadr as Int32Array)[mesh]! * 3;
  const vertices = (model.mesh_vert as Float32Array).subarray(
    from,
    from + (model.mesh_vertnum as Int32Array)[mesh]! * 3,
  );
  return Array.from({ length: vertices.length / 3 }, (_, i) => [
    vertices[3 * i]!,
    vertices[3 * i + 1]!,
    vertices[3 * i + 2]!,
  ]);
}

function meshBounds(model: MjModel, mesh: number): { readonly far: number; readonly box: Vec3 } {
  let far = 0;
  const box: [number, number, number] = [0, 0, 0];
  for (const point of meshPoints(model, mesh)) {
    far = Math.max(far, Math.hypot(...point));
    for (const axis of [0, 1, 2] as const) box[axis] = Math.max(box[axis], Math.abs(point[axis]));
  }
  return { far, box };
}
