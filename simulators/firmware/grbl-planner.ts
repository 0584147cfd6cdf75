// Grbl's planner and stepper as far as a host can tell: 16 blocks in a ring (15 can wait), speeds joined at corners by
// junction deviation, trapezoids, and steps prepared five segments of 10 ms ahead. So a hold begins some 45 ms after its
// byte, which is what is measured on real boards. Units are the axes' own, per second.
// Source: Grbl 1.1, planner.c (plan_buffer_line, planner_recalculate) and stepper.c (st_prep_buffer).

/** BLOCK_BUFFER_SIZE 16 in planner.h; a ring that tells full from empty keeps one free. */
export const GRBL_BLOCKS = 15;
/** SEGMENT_BUFFER_SIZE 6 in stepper.h, one free. */
const SEGMENTS = 5;
/** ACCELERATION_TICKS_PER_SECOND 100 in config.h. */
const SEGMENT_S = 0.01;
const STRAIGHT = 0.999999;
const EPSILON = 1e-9;
/** What is left of a block when rounding ends it; far below one step. */
const TINY = 1e-6;

interface Block {
  readonly direction: Float64Array;
  readonly nominal: number;
  readonly acceleration: number;
  /** Square of the greatest speed at which it may be entered. */
  readonly mostEntry2: number;
  entry2: number;
  length: number;
}

interface Segment {
  readonly direction: Float64Array;
  readonly speed: number;
  leftS: number;
}

export interface AxisBounds {
  readonly ratePerS: number;
  readonly accelerationPerS2: number;
}

export interface GrblPlanner {
  readonly waiting: () => number;
  readonly isFull: () => boolean;
  /** Where the last queued move ends. */
  readonly end: Float64Array;
  /** Where the steps are. */
  readonly position: Float64Array;
  /** Of the newest prepared segment, as st_get_realtime_rate says it. */
  readonly speed: () => number;
  /** Queues a straight move; `feed` per second, or `null` for the machine's most. One of no length is dropped. */
  add(target: ArrayLike<number>, feed: number | null): void;
  /** Decelerates from the next segment that is prepared. */
  hold(): void;
  resume(): void;
  /** Runs steps; `moved` is added to. `still`: nothing is left to run, or a hold has come to rest. */
  run(dtS: number, moved: Float64Array): "moving" | "still";
  /** Steps end now; what was queued is gone. Returns the speed that was lost, by axis. */
  reset(): Float64Array;
}

export function createGrblPlanner(
  axes: () => readonly AxisBounds[],
  deviation: () => number,
  count: number,
): GrblPlanner {
  const blocks: Block[] = [];
  const segments: Segment[] = [];
  const end = new Float64Array(count);
  const position = new Float64Array(count);
  let speed = 0;
  let isHolding = false;

  function mostEntry2(direction: Float64Array, nominal: number, acceleration: number): number {
    const before = blocks.at(-1);
    if (before === undefined) return 0;
    const cosine = -before.direction.reduce((sum, value, i) => sum + value * direction[i]!, 0);
    const least2 = Math.min(before.nominal, nominal) ** 2;
    if (cosine > STRAIGHT) return 0;
    if (cosine < -STRAIGHT) return least2;
    const sineOfHalf = Math.sqrt(0.5 * (1 - cosine));
    const a = Math.min(before.acceleration, acceleration);
    return Math.min(least2, (a * deviation() * sineOfHalf) / (1 - sineOfHalf));
  }

  /** Backwards from rest at the end, then forwards from the speed that there is. */
  function recalculate(): void {
    let exit2 = 0;
    for (let i = blocks.length - 1; i > 0; i--) {
      const block = blocks[i]!;
      block.entry2 = Math.min(block.mostEntry2, exit2 + 2 * block.acceleration * block.length);
      exit2 = block.entry2;
    }
    let reach2 = speed * speed;
    for (let i = 0; i + 1 < blocks.length; i++) {
      const { acceleration, length } = blocks[i]!;
      const next = blocks[i + 1]!;
      next.entry2 = Math.min(next.entry2, reach2 + 2 * acceleration * length);
      reach2 = next.entry2;
    }
  }

  /** How far and how long the block in front goes on within one segment; ends with the block. */
  function prepare(): boolean {
    const block = blocks[0];
    if (block === undefined || (isHolding && speed === 0)) return false;
    const { acceleration: a, nominal, direction } = block;
    const exit2 = blocks[1]?.entry2 ?? 0;
    let leftS = SEGMENT_S;
    const from = block.length;
    while (leftS > EPSILON && block.length > EPSILON) {
      const [goal, mostS] = phase(block.length, a, nominal, exit2);
      const t = Math.min(leftS, mostS);
      const next = t === mostS ? goal : speed + Math.sign(goal - speed) * a * t;
      block.length -= 0.5 * (speed + next) * t;
      speed = next;
      leftS -= t;
      if (isHolding && speed <= EPSILON) {
        speed = 0;
        break;
      }
      if (mostS < EPSILON && speed * speed <= exit2 + EPSILON && block.length < TINY) break;
    }
    const isDone = block.length <= TINY && !(isHolding && speed === 0);
    if (isDone) blocks.shift();
    const tookS = SEGMENT_S - leftS;
    const went = isDone ? from : from - block.length;
    if (tookS > EPSILON) segments.push({ direction, speed: went / tookS, leftS: tookS });
    return tookS > EPSILON || blocks.length > 0;
  }

  /** The speed that comes next and the time until it is reached: faster, as fast as now, or slower. */
  function phase(left: number, a: number, nominal: number, exit2: number): readonly [goal: number, mostS: number] {
    const v = speed;
    if (isHolding) {
      const end2 = v * v - 2 * a * left;
      const goal = end2 > 0 ? Math.sqrt(end2) : 0;
      return [goal, (v - goal) / a];
    }
    const peak = Math.min(nominal, Math.sqrt(Math.max(0, (v * v + exit2 + 2 * a * left) / 2)));
    if (v < peak - EPSILON) return [peak, (peak - v) / a];
    if (v > nominal + EPSILON) return [nominal, (v - nominal) / a];
    const cruise = left - Math.max(0, v * v - exit2) / (2 * a);
    if (cruise > EPSILON) return [v, cruise / Math.max(v, EPSILON)];
    const exit = Math.sqrt(exit2);
    return [exit, Math.max(0, v - exit) / a];
  }

  return {
    waiting: () => blocks.length,
    isFull: () => blocks.length >= GRBL_BLOCKS,
    end,
    position,
    speed: () => speed,
    add(target, feed) {
      const direction = end.map((from, i) => target[i]! - from);
      const length = Math.hypot(...direction);
      end.set(Array.from(target));
      if (length < EPSILON) return;
      for (let i = 0; i < count; i++) direction[i] = direction[i]! / length;
      // As fast as its slowest axis lets it.
      const least = (of: (bounds: AxisBounds) => number): number =>
        Math.min(...axes().map((bounds, i) => (direction[i] === 0 ? Infinity : of(bounds) / Math.abs(direction[i]!))));
      const nominal = Math.min(
        feed ?? Number.POSITIVE_INFINITY,
        least((axis) => axis.ratePerS),
      );
      const acceleration = least((axis) => axis.accelerationPerS2);
      const most = mostEntry2(direction, nominal, acceleration);
      blocks.push({ direction, nominal, acceleration, mostEntry2: most, entry2: 0, length });
      recalculate();
    },
    hold() {
      isHolding = true;
    },
    resume() {
      isHolding = false;
      recalculate();
    },
    run(dtS, moved) {
      let leftS = dtS;
      for (;;) {
        while (segments.length < SEGMENTS && prepare()) {}
        const segment = segments[0];
        if (segment === undefined) return "still";
        if (leftS <= EPSILON) return "moving";
        const t = Math.min(leftS, segment.leftS);
        for (let i = 0; i < count; i++) {
          const by = segment.direction[i]! * segment.speed * t;
          position[i] = position[i]! + by;
          moved[i] = moved[i]! + by;
        }
        leftS -= t;
        segment.leftS -= t;
        if (segment.leftS <= EPSILON) segments.shift();
      }
    },
    reset() {
      const running = segments[0];
      const lost = new Float64Array(count).map((_, i) =>
        running === undefined ? 0 : running.direction[i]! * running.speed,
      );
      blocks.length = 0;
      segments.length = 0;
      speed = 0;
      isHolding = false;
      end.set(position);
      return lost;
    },
  };
}
