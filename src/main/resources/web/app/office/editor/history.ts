/** What is done within this time and belongs together is undone together: a number that is typed, steps of an arrow key. */
const TOGETHER = 1_000;
const MOST_STEPS = 500;

/** What was drawn before, and what was undone. */
export class History<T> {
  private past: T[] = [];
  private future: T[] = [];
  private last = { what: '', at: -Infinity };

  /** @param weight how much memory a state takes, in any unit; all of them keep below the limit */
  constructor(
    private now: T,
    private readonly weight: (state: T) => number = () => 1,
    private readonly limit = Infinity,
  ) {}

  get present(): T {
    return this.now;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** @param together names what belongs together if it is done again at once */
  record(next: T, together = '', at = Date.now()): void {
    if (together === '' || together !== this.last.what || at - this.last.at > TOGETHER) {
      this.past.push(this.now);
    }
    this.last = { what: together, at };
    this.now = next;
    this.future = [];
    let weight = this.past.reduce((sum, it) => sum + this.weight(it), 0);
    while (this.past.length > MOST_STEPS || (weight > this.limit && this.past.length > 1)) {
      weight -= this.weight(this.past.shift() as T);
    }
  }

  /** Takes another state for this one, and is not to be undone: which places are selected, for example. */
  amend(now: T): void {
    this.now = now;
    this.last = { what: '', at: -Infinity };
  }

  undo(): boolean {
    return this.go(this.past, this.future);
  }

  redo(): boolean {
    return this.go(this.future, this.past);
  }

  private go(from: T[], to: T[]): boolean {
    if (from.length === 0) {
      return false;
    }
    to.push(this.now);
    this.now = from.pop() as T;
    this.last = { what: '', at: -Infinity };
    return true;
  }
}
