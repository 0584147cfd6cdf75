// How a link's shapes and inertia are written in MJCF, for arm and gripper alike.
import type { PlacedShape } from "../kernel/contract/geometry.ts";
import type { Inertia, Link } from "../kernel/contract/robot.ts";
import { linkBody } from "./mjcf-names.ts";
import { element, solid } from "./mjcf-xml.ts";

export type NamedPart = readonly [geom: string, part: PlacedShape];

export const linkParts = (link: Link): NamedPart[] =>
  link.collision.map((part, i) => [`${linkBody(link.name)}/${i}`, part]);

export const geoms = (link: Link): string[] =>
  linkParts(link).map(([name, part]) => element("geom", solid(name, part)));

export const inertial = ({ massKg, comM, inertiaKgM2 }: Inertia): string =>
  element("inertial", { mass: massKg, pos: comM, fullinertia: inertiaKgM2 });
