export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** In chair widths. Some ten chairs are in one. */
const CELL = 4;
/** More cells than lie side by side in any hall. */
const WIDE = 100_000;

/** Finds what stands near a point, or in a part of the hall, without looking at all of it. */
export class Nearby<T extends Spot> {
  private readonly cells = new Map<number, T[]>();

  constructor(all: readonly T[]) {
    for (const it of all) {
      const key = cell(it.x) * WIDE + cell(it.y);
      const there = this.cells.get(key);
      if (there) {
        there.push(it);
      } else {
        this.cells.set(key, [it]);
      }
    }
  }

  /** The one that is nearest to the point, and not further than this. */
  nearest(x: number, y: number, across = 0.5, along = 0.55): T | undefined {
    const around = { x: x - across, y: y - along, width: 2 * across, height: 2 * along };
    const away = (it: T) => Math.hypot(it.x - x, it.y - y);
    return this.within(around).reduce<T | undefined>((best, it) => (best && away(best) <= away(it) ? best : it), undefined);
  }

  within(box: Box): T[] {
    const found: T[] = [];
    const [right, bottom] = [box.x + box.width, box.y + box.height];
    // Of a box that is larger than the hall most cells are empty.
    const columns = cell(right) - cell(box.x) + 1;
    const lines = cell(bottom) - cell(box.y) + 1;
    const take = (there: T[]) => {
      for (const it of there) {
        if (it.x >= box.x && it.x <= right && it.y >= box.y && it.y <= bottom) {
          found.push(it);
        }
      }
    };
    if (columns * lines > this.cells.size) {
      this.cells.forEach(take);
      return found;
    }
    for (let column = cell(box.x); column <= cell(right); column++) {
      for (let line = cell(box.y); line <= cell(bottom); line++) {
        take(this.cells.get(column * WIDE + line) ?? []);
      }
    }
    return found;
  }
}

function cell(at: number): number {
  return Math.floor(at / CELL);
}

/** Where all of them are; a hundred thousand are too many to be arguments of Math.min. */
export function around(all: readonly Spot[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of all) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return all.length === 0 ? { x: 0, y: 0, width: 0, height: 0 } : { x: left, y: top, width: right - left, height: bottom - top };
}
