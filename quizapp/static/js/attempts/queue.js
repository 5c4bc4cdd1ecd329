// Choices on their way to the server. An entry leaves the phone's storage only when the server has stored it.
//
// Each item counts its own revisions. The server takes a save only if its revision is newer, so a copy of the page
// left open elsewhere can't put an old answer over a new one. A save that is refused as stale although its choice was
// made just now, on this screen, is what the person wants: it is offered again above the stored revision. A save that
// waited, offline, gives way to what was stored meanwhile.

const FRESH_MS = 4000;
const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 20000;
const REQUEST_TIMEOUT_MS = 15000;

export class SaveQueue {
  constructor({ key, address, token, revisions, onChange, onStored, onEnded, onSessionLost }) {
    Object.assign(this, { key, address, token, revisions, onChange, onStored, onEnded, onSessionLost });
    this.entries = new Map();
    this.sending = new Set();
    this.delay = FIRST_DELAY_MS;
    this.isStopped = false;
    this.restore();
  }

  get isEmpty() {
    return this.entries.size === 0;
  }

  waiting() {
    return [...this.entries].map(([position, entry]) => [position, entry.picked]);
  }

  put(position, picked) {
    const revision = Math.max(this.revisions.get(position), this.entries.get(position)?.revision ?? 0) + 1;
    const entry = { picked, revision, at: Date.now() };
    this.entries.set(position, entry);
    this.keep(position, entry);
    this.report(this.isStopped ? "failed" : "saving");
    this.send(position);
  }

  // Take over a revision stored elsewhere; false where a choice of this phone still waits.
  adopt(position, revision) {
    if (this.entries.has(position)) return false;
    const isNewer = revision > this.revisions.get(position);
    if (isNewer) this.revisions.set(position, revision);
    return isNewer;
  }

  retryNow() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.delay = FIRST_DELAY_MS;
    for (const position of this.entries.keys()) this.send(position);
  }

  // Send what waits and tell whether all of it is stored.
  async flush() {
    this.retryNow();
    const end = performance.now() + REQUEST_TIMEOUT_MS;
    while (!this.isEmpty && !this.isStopped && performance.now() < end && navigator.onLine) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return this.isEmpty;
  }

  async send(position) {
    if (this.isStopped || this.sending.has(position) || !this.entries.has(position)) return;
    this.sending.add(position);
    const entry = this.entries.get(position);
    try {
      await this.take(position, entry, await this.post(position, entry));
    } catch {
      this.later();
    } finally {
      this.sending.delete(position);
    }
    // Chosen again while the last choice was under way.
    const newest = this.entries.get(position);
    if (newest && newest !== entry && !this.timer) this.send(position);
  }

  post(position, entry) {
    const body = new URLSearchParams({ csrf_token: this.token, revision: entry.revision });
    for (const place of entry.picked) body.append("choice", place);
    return fetch(this.address(position), {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      keepalive: true,
      redirect: "error",
      signal: AbortSignal.timeout?.(REQUEST_TIMEOUT_MS),
    });
  }

  async take(position, entry, answer) {
    if (answer.ok) return this.stored(position, entry);
    if (answer.status === 409) return this.overtaken(position, entry, await answer.json());
    if (answer.status === 410) return this.end(await answer.json());
    if (answer.status === 401 || answer.status === 400) return this.lose();
    if (answer.status === 404 || answer.status === 422) return this.drop(position, entry);
    return this.later(); // 429, 500, 502, 503: the server can't now
  }

  stored(position, entry) {
    this.revisions.set(position, Math.max(this.revisions.get(position), entry.revision));
    this.remove(position, entry);
    this.delay = FIRST_DELAY_MS;
    if (this.isEmpty) this.report("saved");
  }

  overtaken(position, entry, current) {
    this.revisions.set(position, current.revision);
    const newest = this.entries.get(position);
    const age = Date.now() - entry.at; // negative where the phone's clock was set back: nobody knows how old
    if (newest !== entry || (age >= 0 && age < FRESH_MS)) {
      newest.revision = current.revision + 1;
      this.keep(position, newest);
      setTimeout(() => this.send(position), 0);
      return;
    }
    this.remove(position, entry);
    this.onStored(position, current.picked, true);
    if (this.isEmpty) this.report("saved");
  }

  end(answer) {
    this.isStopped = true;
    this.entries.clear();
    for (const position of this.revisions.keys()) this.forget(position);
    this.onEnded(answer.message);
  }

  lose() {
    this.isStopped = true;
    this.report("failed");
    this.onSessionLost();
  }

  drop(position, entry) {
    this.remove(position, entry);
    this.report("failed");
  }

  later() {
    this.report("waiting");
    if (this.timer) return;
    const jittered = this.delay * (0.5 + Math.random());
    this.delay = Math.min(this.delay * 2, LONGEST_DELAY_MS);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      for (const position of this.entries.keys()) this.send(position);
    }, jittered);
  }

  remove(position, entry) {
    if (this.entries.get(position) !== entry) return;
    this.entries.delete(position);
    // What another tab of this phone put there since is for that tab to send.
    if (this.kept(position) === JSON.stringify(entry)) this.forget(position);
  }

  report(state) {
    this.onChange(state);
  }

  // One place an item, so that two tabs of a phone don't write over what the other keeps.
  place(position) {
    return `${this.key}:${position}`;
  }

  keep(position, entry) {
    try {
      localStorage.setItem(this.place(position), JSON.stringify(entry));
    } catch {
      // Private browsing or a full phone: entries live as long as the page.
    }
  }

  kept(position) {
    try {
      return localStorage.getItem(this.place(position));
    } catch {
      return null;
    }
  }

  forget(position) {
    try {
      localStorage.removeItem(this.place(position));
    } catch {
      // As above: there is nothing to forget.
    }
  }

  restore() {
    for (const [position, revision] of this.revisions) {
      const entry = JSON.parse(this.kept(position));
      // The page shows what the server has. A kept choice that is not newer was stored, or has been overtaken.
      if (entry && entry.revision > revision) this.entries.set(position, entry);
      else this.forget(position);
    }
    if (!this.isEmpty) this.report("saving");
  }
}
