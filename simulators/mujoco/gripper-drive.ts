// The simulated gripper's drive in metres of opening, whatever the fingers do: slide together, or turn about a hinge.
import { hingeAngleRad, hingeLawOf, hingeLeverM, hingeOpeningM } from "../../kernel/contract/gripper.ts";
import type { Gripper, HingeGripper } from "../../kernel/contract/robot.ts";
import { fingerJoint, GRIP, SIDES } from "../../robots/mjcf-names.ts";
import type { Simulation } from "./library.ts";

type JointAt = ReturnType<Simulation["jointAt"]>;

export interface GripperDrive {
  openingM(): number;
  openingMPerS(): number;
  /** Sets the fingers down at this opening, for the start of a simulation. */
  place(openingM: number): void;
  /** Commands an opening; less than zero squeezes. */
  aim(openingM: number): void;
  /** The most that closing may press between the pads. */
  limit(forceN: number): void;
}

export const gripperDrive = (simulation: Simulation, gripper: Gripper): GripperDrive =>
  gripper.kind === "parallel" ? slidingDrive(simulation) : turningDrive(simulation, gripper);

function slidingDrive(simulation: Simulation): GripperDrive {
  const [one, two] = SIDES.map((side) => simulation.jointAt(fingerJoint(side))) as [JointAt, JointAt];
  const actuator = simulation.idOf("actuator", GRIP);
  return {
    openingM() {
      const { qpos } = simulation.views();
      return qpos[one.qpos]! + qpos[two.qpos]!;
    },
    openingMPerS() {
      const { qvel } = simulation.views();
      return qvel[one.qvel]! + qvel[two.qvel]!;
    },
    place(openingM) {
      const { qpos } = simulation.views();
      qpos[one.qpos] = openingM / 2;
      qpos[two.qpos] = openingM / 2;
    },
    aim(openingM) {
      simulation.views().ctrl[actuator] = openingM;
    },
    limit(forceN) {
      simulation.views().forceRange[2 * actuator] = -forceN;
    },
  };
}

function turningDrive(simulation: Simulation, gripper: HingeGripper): GripperDrive {
  const hinge = simulation.jointAt(fingerJoint("left"));
  const actuator = simulation.idOf("actuator", GRIP);
  const law = hingeLawOf(gripper);
  const angleRad = (): number => simulation.views().qpos[hinge.qpos]!;
  return {
    openingM: () => hingeOpeningM(law, angleRad()),
    openingMPerS: () => simulation.views().qvel[hinge.qvel]! * hingeLeverM(law, angleRad()),
    place(openingM) {
      simulation.views().qpos[hinge.qpos] = hingeAngleRad(gripper, openingM);
    },
    aim(openingM) {
      simulation.views().ctrl[actuator] = hingeAngleRad(gripper, openingM);
    },
    limit(forceN) {
      simulation.views().forceRange[2 * actuator] = -forceN * hingeLeverM(law, angleRad());
    },
  };
}
