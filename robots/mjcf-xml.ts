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

/** Type, size and place of a primitive; MuJoCo takes half lengths. */
export function solid({ shape, pose }: PlacedShape): Readonly<Record<string, Value>> {
  switch (shape.kind) {
    case "sphere":
      return { type: "sphere", size: [shape.radiusM], ...placed(pose) };
    case "capsule":
      return { type: "capsule", size: [shape.radiusM, shape.lengthM / 2], ...placed(pose) };
    case "cylinder":
      return { type: "cylinder", size: [shape.radiusM, shape.heightM / 2], ...placed(pose) };
    case "box":
      return { type: "box", size: shape.sizeM.map((side) => side / 2), ...placed(pose) };
  }
}
