// The names by which the MJCF and the physics world find the same things.
import type { Side } from "../kernel/contract/gripper.ts";

export const TABLE = "table";
export const TOOL_SITE = "tool";
export const GRIP = "grip";
export const SIDES = ["left", "right"] as const satisfies readonly Side[];

export const linkBody = (link: string): string => `robot/${link}`;
export const fingerBody = (side: Side, finger: string): string => `robot/${side} ${finger}`;
export const fingerJoint = (side: Side): string => `robot/${side}_finger_joint`;
export const padGeom = (side: Side): string => `robot/${side}_pad`;
export const objectBody = (id: string): string => `object/${id}`;

/** Contact sensors: how many contacts the whole robot has, and each movable object with pads, fingers and anything. */
export const robotTouchSensor = "touch/robot";
export const objectTouchSensor = (id: string): string => `touch/${id}`;
export const fingerTouchSensor = (side: Side, id: string): string => `touch/${side}_finger/${id}`;
/** Two parts: count of contacts, then net force in the world's frame. */
export const padTouchSensor = (side: Side, id: string): string => `touch/${side}_pad/${id}`;
