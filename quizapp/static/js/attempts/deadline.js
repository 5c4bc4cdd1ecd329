// Time left by the server's reckoning. The phone's clock is never asked what time it is, only how much has passed.

export class Deadline {
  constructor(remainingMs, { onTick, onEnd }) {
    this.onTick = onTick;
    this.onEnd = onEnd;
    this.isOver = false;
    this.set(remainingMs);
  }

  set(remainingMs) {
    this.remainingMs = remainingMs;
    this.steady = performance.now();
    this.wall = Date.now();
  }

  // performance.now() may stand still while a phone sleeps, Date.now() may jump when its clock is set: of the two
  // the steady one is right while awake; after waking the larger is, where the server can't be asked.
  wake() {
    const steady = performance.now() - this.steady;
    const wall = Date.now() - this.wall;
    if (wall > steady && wall - steady < 24 * 3600 * 1000) this.steady -= wall - steady;
    this.wall = Date.now() - (performance.now() - this.steady);
  }

  get left() {
    return this.remainingMs - (performance.now() - this.steady);
  }

  start() {
    this.tick();
    this.timer = setInterval(() => this.tick(), 250);
  }

  tick() {
    const seconds = Math.max(0, Math.ceil(this.left / 1000));
    if (seconds !== this.shown) {
      this.shown = seconds;
      this.onTick(seconds);
    }
    if (seconds === 0 && !this.isOver) {
      this.isOver = true;
      clearInterval(this.timer);
      this.onEnd();
    }
  }
}

const pause = (least, most) => new Promise((resolve) => setTimeout(resolve, least + Math.random() * (most - least)));

// Go to where the server shows what became of an attempt whose time is up. Spread over seconds, since a whole school
// asks at once, and not before the server can be reached: a browser's own error page helps nobody.
export async function leaveFor(address) {
  await pause(500, 3500);
  while (!(await isReachable())) await pause(2000, 4000);
  location.replace(address);
}

async function isReachable() {
  try {
    await fetch(import.meta.url, { method: "HEAD", cache: "no-store" });
    return true;
  } catch {
    return false;
  }
}
