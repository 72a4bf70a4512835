import type { Spot } from './nearby.ts';

export interface Row<T> {
  label: string;
  /** Between its ends. */
  y: number;
  /** From left to right. */
  seats: T[];
}

/** The rows of a hall, the nearest to the screen first. */
export function inRows<T extends Spot & { readonly row: string }>(all: readonly T[]): Row<T>[] {
  const rows = new Map<string, T[]>();
  for (const it of all) {
    const row = rows.get(it.row);
    if (row) {
      row.push(it);
    } else {
      rows.set(it.row, [it]);
    }
  }
  return [...rows]
    .map(([label, seats]) => ({
      label,
      seats: seats.sort((a, b) => a.x - b.x),
      y: seats.reduce((sum, seat) => sum + seat.y, 0) / seats.length,
    }))
    .sort((a, b) => a.y - b.y);
}

/** Where the arrow keys and their neighbours lead; nothing if the key is none of them. */
export function step<T extends Spot & { readonly row: string }>(rows: readonly Row<T>[], from: T, key: string): (() => T | undefined) | undefined {
  const goals: Record<string, (row: number, place: number, seats: T[]) => T | undefined> = {
    ArrowLeft: (_, place, seats) => seats[place - 1],
    ArrowRight: (_, place, seats) => seats[place + 1],
    ArrowUp: (row) => towards(rows[row - 1], from),
    ArrowDown: (row) => towards(rows[row + 1], from),
    Home: (_, __, seats) => seats[0],
    End: (_, __, seats) => seats[seats.length - 1],
  };
  const goal = goals[key];
  return goal && (() => {
    const row = rows.findIndex((it) => it.label === from.row);
    const seats = rows[row]?.seats ?? [];
    return goal(row, seats.indexOf(from), seats);
  });
}

function towards<T extends Spot>(row: Row<T> | undefined, from: Spot): T | undefined {
  return row?.seats.reduce((best, it) => (Math.abs(it.x - from.x) < Math.abs(best.x - from.x) ? it : best));
}
