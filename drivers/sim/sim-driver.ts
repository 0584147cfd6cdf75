// The driver of a simulated arm: proves the permit, checks every setpoint, and hands it to the physics
// world that came in as a port. The same obligations as any real driver (kernel/contract/driver.ts).
import type { Driver, Setpoint } from "../../kernel/contract/driver.ts";
import { RoboError } from "../../kernel/contract/errors.ts";
import type { PermitVerifier } from "../../kernel/contract/permit.ts";
import type { Plan } from "../../kernel/contract/plan.ts";
import type { Finding } from "../../kernel/contract/verdict.ts";
import { type ExpectedTouches, NOTHING_EXPECTED, type World } from "./world-port.ts";

export interface SimDriverPorts {
  readonly world: World;
  readonly permits: PermitVerifier;
}

type State = "disarmed" | "armed" | "moving" | "closed";

export function createSimDriver({ world, permits }: SimDriverPorts): Driver {
  let state: State = "disarmed";

  const assertOpen = (): void => {
    if (state === "closed") throw new RoboError("E_DRIVER", "the simulated arm is closed; connect a new one");
  };
  const stop = (): void => {
    if (state !== "moving") return;
    state = "armed";
    world.hold();
    world.guard?.(false);
    world.expectTouches(NOTHING_EXPECTED);
  };

  return {
    name: "sim",
    tickS: world.tickS,
    lookahead: world.lookahead ?? 0,
    async connect() {
      assertOpen();
    },
    arm() {
      assertOpen();
      if (state === "disarmed") state = "armed";
    },
    disarm() {
      stop();
      if (state === "armed") state = "disarmed";
    },
    read() {
      assertOpen();
      return world.read();
    },
    begin(plan, permit) {
      const refusal = notReady(state) ?? permits.verify(permit, plan);
      if (refusal !== null) return refusal;
      world.expectTouches(expectedOf(plan, world.read().gripper.holding));
      world.guard?.(true);
      state = "moving";
      return null;
    },
    step(setpoint) {
      if (state !== "moving") {
        throw new RoboError("E_PERMIT", "a setpoint came without an open motion; begin one with a permit first");
      }
      const fault = faultOf(setpoint, world.dof);
      if (fault === null) return world.step(setpoint);
      stop();
      throw new RoboError("E_DRIVER", `${fault}; the arm holds where it is, plan again`);
    },
    foresee(setpoint) {
      // A setpoint that is not to be carried out is refused when it is sent.
      if (state === "moving" && faultOf(setpoint, world.dof) === null) world.foresee?.(setpoint);
    },
    takeTouches() {
      assertOpen();
      return world.takeTouches();
    },
    end() {
      if (state !== "moving") return;
      state = "armed";
      world.guard?.(false);
      world.expectTouches(NOTHING_EXPECTED);
    },
    stop,
    async close() {
      if (state === "closed") return;
      stop();
      state = "closed";
      world.close();
    },
  };
}

function notReady(state: State): Finding | null {
  switch (state) {
    case "armed":
      return null;
    case "disarmed":
      return { code: "E_DISARMED", reason: "the simulated arm is disarmed; arm it first" };
    case "moving":
      return { code: "E_BUSY", reason: "a motion is open; end or stop it first" };
    case "closed":
      return { code: "E_DRIVER", reason: "the simulated arm is closed; connect a new one" };
  }
}

/** Physics turns a NaN into a reset or a limp arm, so none gets that far. */
function faultOf({ jointsRad, jointsRadPerS, openingM, forceN }: Setpoint, dof: number): string | null {
  if (jointsRad.length !== dof || jointsRadPerS.length !== dof) {
    return `a setpoint has ${jointsRad.length} positions and ${jointsRadPerS.length} speeds for ${dof} joints`;
  }
  for (let i = 0; i < dof; i++) {
    if (!Number.isFinite(jointsRad[i]!) || !Number.isFinite(jointsRadPerS[i]!)) {
      return `the setpoint of joint ${i + 1} is not finite`;
    }
  }
  return Number.isFinite(openingM) && Number.isFinite(forceN) ? null : "the setpoint of the gripper is not finite";
}

/** What this plan means to touch: what it grips, carries or lets go, and where it promises to put it. */
function expectedOf(plan: Plan, holding: string | null): ExpectedTouches {
  const grips = new Set<string>(holding === null ? [] : [holding]);
  for (const segment of plan.segments) {
    const object =
      segment.kind === "close"
        ? segment.expects
        : segment.kind === "open"
          ? segment.releases
          : segment.kind === "move"
            ? (segment.carrying?.object ?? null)
            : null;
    if (object !== null) grips.add(object);
  }
  const { object: promised, holding: promisedHeld } = plan.promised;
  const isPlaced = promised !== undefined && grips.has(promised.id) && promisedHeld !== promised.id;
  return {
    grips: [...grips],
    places: isPlaced
      ? {
          object: promised.id,
          supports: [promised.inside, promised.on].filter((support) => support !== undefined),
          centreM: promised.centreM,
        }
      : null,
  };
}
