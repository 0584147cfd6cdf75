// URDF text → its links and joints as plain data, numbers checked one by one. What the file says, nothing added.
import { RoboError } from "../../kernel/contract/errors.ts";
import type { Pose, Vec3 } from "../../kernel/contract/geometry.ts";
import type { Inertia } from "../../kernel/contract/robot.ts";
import { quatFromRpy } from "../../kernel/motion/transform.ts";
import { readXml, type XmlElement } from "./xml.ts";

export type UrdfShape =
  | { readonly kind: "box"; readonly sizeM: Vec3 }
  | { readonly kind: "cylinder"; readonly radiusM: number; readonly heightM: number }
  | { readonly kind: "sphere"; readonly radiusM: number }
  | { readonly kind: "mesh"; readonly fileName: string; readonly scale: Vec3 };

export interface UrdfSolid {
  readonly pose: Pose;
  readonly shape: UrdfShape;
}

export interface UrdfLink {
  readonly name: string;
  readonly line: number;
  /** `null` where the file has none. In the link's frame. */
  readonly inertia: Inertia | null;
  readonly inertiaPose: Pose;
  readonly collision: readonly UrdfSolid[];
  readonly visual: readonly UrdfSolid[];
}

export interface UrdfJoint {
  readonly name: string;
  readonly line: number;
  readonly type: "revolute" | "continuous" | "prismatic" | "fixed";
  readonly parent: string;
  readonly child: string;
  readonly origin: Pose;
  /** A unit vector. */
  readonly axis: Vec3;
  readonly limit: {
    readonly lower: number;
    readonly upper: number;
    readonly velocity: number;
    readonly effort: number;
  } | null;
  readonly mimics: string | null;
}

export interface Urdf {
  readonly name: string;
  readonly links: readonly UrdfLink[];
  readonly joints: readonly UrdfJoint[];
}

/** Throws E_URDF, naming file and line, for what is missing, not a number, or of a kind that no arm of ours has. */
export function readUrdf(text: string, fileName: string): Urdf {
  const root = readXml(text, fileName);
  const fault = (element: XmlElement, message: string): RoboError =>
    new RoboError("E_URDF", `${fileName}:${element.line}: ${message}`);
  const required = (element: XmlElement, name: string): string => {
    const value = element.attributes.get(name);
    if (value === undefined || value.trim() === "") throw fault(element, `<${element.name}> has no ${name}`);
    return value;
  };
  const number = (element: XmlElement, name: string, otherwise?: number): number => {
    const value = element.attributes.get(name);
    if (value === undefined && otherwise !== undefined) return otherwise;
    const parsed = Number(required(element, name));
    if (!Number.isFinite(parsed)) throw fault(element, `${name}="${value}" is not a number`);
    return parsed;
  };
  const vector = (element: XmlElement, name: string, otherwise?: Vec3): Vec3 => {
    const value = element.attributes.get(name);
    if (value === undefined && otherwise !== undefined) return otherwise;
    const parts = required(element, name).trim().split(/\s+/).map(Number);
    if (parts.length !== 3 || !parts.every(Number.isFinite))
      throw fault(element, `${name}="${value}" is not three numbers`);
    return [parts[0]!, parts[1]!, parts[2]!];
  };
  const child = (element: XmlElement, name: string): XmlElement | undefined =>
    element.children.find((one) => one.name === name);
  const origin = (element: XmlElement): Pose => {
    const at = child(element, "origin");
    if (at === undefined) return { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] };
    return { xyzM: vector(at, "xyz", [0, 0, 0]), quatXyzw: quatFromRpy(...vector(at, "rpy", [0, 0, 0])) };
  };
  const positive = (element: XmlElement, name: string): number => {
    const value = number(element, name);
    if (!(value > 0)) throw fault(element, `${name}="${value}" must be more than 0`);
    return value;
  };
  const solid = (element: XmlElement): UrdfSolid => {
    const geometry = child(element, "geometry");
    const form = geometry?.children[0];
    if (form === undefined) throw fault(element, `<${element.name}> has no geometry`);
    const pose = origin(element);
    switch (form.name) {
      case "box": {
        const sizeM = vector(form, "size");
        if (!sizeM.every((side) => side > 0)) throw fault(form, `size="${sizeM.join(" ")}" must be more than 0`);
        return { pose, shape: { kind: "box", sizeM } };
      }
      case "cylinder":
        return {
          pose,
          shape: { kind: "cylinder", radiusM: positive(form, "radius"), heightM: positive(form, "length") },
        };
      case "sphere":
        return { pose, shape: { kind: "sphere", radiusM: positive(form, "radius") } };
      case "mesh":
        return {
          pose,
          shape: { kind: "mesh", fileName: required(form, "filename"), scale: vector(form, "scale", [1, 1, 1]) },
        };
      default:
        throw fault(form, `<${form.name}> is no shape that URDF has; box, cylinder, sphere and mesh are`);
    }
  };
  const inertia = (element: XmlElement): Inertia | null => {
    const mass = child(element, "mass");
    const tensor = child(element, "inertia");
    if (mass === undefined || tensor === undefined) return null;
    const [xx, yy, zz, xy, xz, yz] = ["ixx", "iyy", "izz", "ixy", "ixz", "iyz"].map((key) => number(tensor, key, 0));
    return {
      massKg: number(mass, "value"),
      comM: [0, 0, 0],
      inertiaKgM2: [xx!, yy!, zz!, xy!, xz!, yz!],
    };
  };
  const link = (element: XmlElement): UrdfLink => {
    const inertial = child(element, "inertial");
    const solids = (kind: string): UrdfSolid[] => element.children.filter(({ name }) => name === kind).map(solid);
    return {
      name: required(element, "name"),
      line: element.line,
      inertia: inertial === undefined ? null : inertia(inertial),
      inertiaPose: inertial === undefined ? origin(element) : origin(inertial),
      collision: solids("collision"),
      visual: solids("visual"),
    };
  };
  const joint = (element: XmlElement): UrdfJoint => {
    const type = required(element, "type");
    if (type !== "revolute" && type !== "continuous" && type !== "prismatic" && type !== "fixed")
      throw fault(element, `a ${type} joint is no part of an arm here; revolute, continuous and fixed ones are`);
    const ends = ["parent", "child"].map((end) => {
      const found = child(element, end);
      if (found === undefined) throw fault(element, `joint ${required(element, "name")} has no <${end}>`);
      return required(found, "link");
    });
    const axisElement = child(element, "axis");
    const axis = axisElement === undefined ? ([1, 0, 0] as const) : vector(axisElement, "xyz");
    const length = Math.hypot(...axis);
    if (type !== "fixed" && !(length > 1e-6))
      throw fault(element, `the axis of ${required(element, "name")} has no length`);
    const limit = child(element, "limit");
    const mimic = child(element, "mimic");
    return {
      name: required(element, "name"),
      line: element.line,
      type,
      parent: ends[0]!,
      child: ends[1]!,
      origin: origin(element),
      axis: length > 1e-6 ? [axis[0] / length, axis[1] / length, axis[2] / length] : [0, 0, 1],
      limit:
        limit === undefined
          ? null
          : {
              lower: number(limit, "lower", 0),
              upper: number(limit, "upper", 0),
              velocity: number(limit, "velocity", 0),
              effort: number(limit, "effort", 0),
            },
      mimics: mimic === undefined ? null : required(mimic, "joint"),
    };
  };
  if (root.name !== "robot") throw fault(root, `the file is a <${root.name}>, not a <robot>`);
  const links = root.children.filter(({ name }) => name === "link").map(link);
  const joints = root.children.filter(({ name }) => name === "joint").map(joint);
  if (links.length === 0) throw fault(root, "there is no link in it; xacro files must be expanded first");
  return { name: required(root, "name"), links, joints };
}
