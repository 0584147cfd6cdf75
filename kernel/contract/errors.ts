// The error catalogue: every code that a refusal or a fault can carry, with what it means and the
// remedy. docs/errors.md lists the same codes; a test compares the two both ways.

export const ERRORS = {
  E_SCHEMA:
    "The call's arguments do not fit the tool's schema. Send exactly the documented arguments, as plain JSON numbers, strings and booleans.",
  E_UNKNOWN_TOOL: "No such tool. Use one of the listed tools.",
  E_EMPTY: "There is nothing to judge: no calls, or a line that is not such JSON.",
  E_DISARMED: "The arm is not armed. Arm it, then try again.",
  E_ESTOPPED: 'The emergency stop is latched. A supervisor releases it: roboos release --reason "…".',
  E_PROTECTIVE: "The arm is in a protective stop. Remove the cause, then reset.",
  E_FAULTED: "The arm is faulted. Look at the log for the cause and restart.",
  E_BUSY: "One motion at a time. Wait for the motion under way, or stop it.",
  E_RATE: "Too many calls in a short time. Wait a moment.",
  E_UNKNOWN_OBJECT: "No such object in this cell. list_objects names them.",
  E_UNKNOWN_JOINT: "No such joint on this arm.",
  E_PRECONDITION: "The call does not fit the state of the gripper or the object. Change the order of the calls.",
  E_REACH: "The arm cannot reach that pose inside its joint limits. Choose a nearer target or another yaw.",
  E_NO_GRASP: "No grasp from above is reachable and clear. Make room round the object or move it.",
  E_NO_ROOM: "No free place of the object's size was found there. Make room or name another place.",
  E_NO_PATH: "No clear way was found to the target. Make room or go by way of a point in the open.",
  E_UNFAITHFUL: "The plan does something else than the call asks, or promises something else than it does. Plan again.",
  E_JOINT_LIMIT: "A joint would leave its range. Choose a target further inside.",
  E_JOINT_SPEED: "A joint would exceed its velocity, acceleration or jerk limit.",
  E_WORKSPACE: "The tool point or what it holds would leave the cell's workspace.",
  E_ZONE: "A part of the arm, the tool or what it holds would come too close to a keep-out zone.",
  E_BRAKE: "Power cut in this motion could not be shown to leave the arm clear of keep-out zones. Move slower.",
  E_COLLISION: "A part of the arm, the tool or what it holds would come too close to the table or an object.",
  E_SELF_COLLISION: "The arm would touch itself.",
  E_JOG:
    "Jogging is the operator's alone: a key held, one short and slow move a beat, and nothing that is too near comes nearer.",
  E_SEPARATION:
    "People are too near the arm for it to move, or nobody knows where they are. Wait until they step back, or look at the sensor.",
  E_TOO_LONG: "One motion would take too long. Raise the speed.",
  E_TOOL_SPEED: "The tool point would move faster than the cell or a zone allows.",
  E_PAYLOAD: "The object is heavier than the cell's payload.",
  E_DROP: "What is held would fall further than the cell's drop_m. Go lower or over a support.",
  E_START: "The plan does not start where the arm is measured to be. Plan again.",
  E_CONFIDENCE: "The proposal is too uncertain to run by itself.",
  E_APPROVAL: "A person must approve this first.",
  E_HOOK: "A hook failed or was late, so the call is denied.",
  E_PERMIT: "The driver was given a permit that it cannot prove, or one that is expired, used, or for another plan.",
  E_TRACKING: "The arm does not follow its setpoints.",
  E_FORCE: "Something presses on the arm harder than the cell allows. The arm was stopped.",
  E_EFFORT: "A joint works harder than it is rated for. The arm was stopped.",
  E_GRIP_LOST: "The object slipped out of the gripper. The arm was stopped.",
  E_STALE: "The measured state is too old or not finite.",
  E_TARGET_MISSED: "After the motion the arm was not measured at its target.",
  E_NOT_HELD: "After the grasp the object was not measured between the pads.",
  E_NOT_PLACED: "After the release the object was not measured where it was promised.",
  E_TOUCH: "Something was touched that must not be.",
  E_STOPPED: "The motion was stopped on request.",
  E_DRIVER: "The driver failed.",
  E_CELL: "The cell file is not valid.",
  E_ROBOT: "The robot description is not valid, or there is none of that name.",
  E_URDF: "The URDF cannot be made an arm.",
  E_LOG: "The log does not hold: it was edited, reordered or cut short.",
  E_CREDENTIAL: "Only a person with the supervisor credential may do this.",
  E_USAGE: "The command was not used as its help says.",
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** A fault: a broken contract or failed I/O. Refusals are values, not these. */
export class RoboError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "RoboError";
    this.code = code;
  }
}
