// The few XML habits that the MJCF writers share: numbers in full precision, quaternions as MuJoCo orders them.
import type { PlacedShape, Pose, QuatXyzw, Vec3 } from "../kernel/contract/geometry.ts";

type Value = string | number | readonly number[];

/** One element; children are already written. Attributes that are `undefined` are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, Value | undefined>>,
  children: readonly string[] = [],
): string {
  const written = Object.entries(attributes)
    .filter((entry): entry is [string, Value] => entry[1] !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(typeof value === "object" ? value.join(" ") : String(value))}"`)
    .join("");
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>\n${children.join("\n")}\n</${name}>`;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const wxyz = ([x, y, z, w]: QuatXyzw): readonly number[] => [w, x, y, z];

export const placed = ({ xyzM, quatXyzw }: Pose): { readonly pos: Vec3; readonly quat: readonly number[] } => ({
  pos: xyzM,
  quat: wxyz(quatXyzw),
});

/** A geom's name, and type, size and place of its solid; MuJoCo takes half lengths. A hull needs `hullMesh` as well. */
export function solid(name: string, { shape, pose }: PlacedShape): Readonly<Record<string, Value>> {
  switch (shape.kind) {
    case "sphere":
      return { name, type: "sphere", size: [shape.radiusM], ...placed(pose) };
    case "capsule":
      return { name, type: "capsule", size: [shape.radiusM, shape.lengthM / 2], ...placed(pose) };
    case "cylinder":
      return { name, type: "cylinder", size: [shape.radiusM, shape.heightM / 2], ...placed(pose) };
    case "box":
      return { name, type: "box", size: shape.sizeM.map((side) => side / 2), ...placed(pose) };
    case "hull":
      return { name, type: "mesh", mesh: name, ...placed(pose) };
  }
}

/** The asset that a hull's geom of this name refers to, its vertices inline; nothing for other solids. */
export const hullMesh = (name: string, { shape }: PlacedShape): readonly string[] =>
  shape.kind === "hull" ? [element("mesh", { name, vertex: shape.pointsM.flat() })] : [];
