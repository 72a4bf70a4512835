import type { Spot } from '../../nearby.ts';

export const KINDS = ['STANDARD', 'WHEELCHAIR', 'COMPANION', 'LOVE_SEAT', 'BLOCKED'] as const;

export type Kind = (typeof KINDS)[number];

/** A physical chair of a screen, or where a wheelchair stands. Never changed: another one takes its place. */
export interface Place extends Spot {
  readonly row: string;
  readonly number: number;
  readonly kind: Kind;
}

/** As the service takes it and gives it, and as it is kept in files. */
export interface LayoutFile {
  places?: number;
  rows: { row: string; places: { number: number; x: number; y: number; kind?: Kind }[] }[];
}

// The same as the service's.
export const MOST_PLACES = 100_000;
export const LONGEST_ROW_LABEL = 8;
export const LARGEST_NUMBER = 9_999;
/** In chair widths. */
export const FURTHEST = 10_000;

const ROW_LABEL = /^[\p{L}\p{Nd}][\p{L}\p{Nd} .-]*$/u;

/** What the service would say no to. */
export type Fault =
  | { why: 'empty' | 'too-many' }
  | { why: 'row' | 'number' | 'far' | 'twice'; place: Place }
  | { why: 'spot'; place: Place; other: Place };

/** To the hundredth of a chair, as the service keeps it. */
export function hundredth(at: number): number {
  return Math.round(at * 100) / 100 || 0; // and never minus zero
}

export function isRowLabel(label: string): boolean {
  return label.length <= LONGEST_ROW_LABEL && label === label.trim() && ROW_LABEL.test(label);
}

/** The checks that the service makes, so that they are told while one draws. */
export function faultsOf(places: readonly Place[]): Fault[] {
  if (places.length === 0) {
    return [{ why: 'empty' }];
  }
  if (places.length > MOST_PLACES) {
    return [{ why: 'too-many' }];
  }
  const faults: Fault[] = [];
  const rows = new Map<string, { isRight: boolean; numbers: Set<number> }>();
  const spots = new Map<number, Map<number, Place>>();
  for (const place of places) {
    let row = rows.get(place.row);
    if (!row) {
      row = { isRight: isRowLabel(place.row), numbers: new Set() };
      rows.set(place.row, row);
    }
    const why = wrong(place, row.isRight);
    if (why) {
      faults.push({ why, place });
    } else if (row.numbers.has(place.number)) {
      faults.push({ why: 'twice', place });
    } else {
      row.numbers.add(place.number);
      const other = standsAt(spots, place);
      if (other) {
        faults.push({ why: 'spot', place, other });
      }
    }
  }
  return faults;
}

function wrong(place: Place, rowIsRight: boolean): 'row' | 'number' | 'far' | undefined {
  if (!rowIsRight) {
    return 'row';
  }
  if (!Number.isInteger(place.number) || place.number < 1 || place.number > LARGEST_NUMBER) {
    return 'number';
  }
  return Math.abs(place.x) <= FURTHEST && Math.abs(place.y) <= FURTHEST ? undefined : 'far';
}

/** Who stands there already; if nobody does, it is this one from now on. */
function standsAt(spots: Map<number, Map<number, Place>>, place: Place): Place | undefined {
  const [x, y] = [hundredth(place.x), hundredth(place.y)];
  const column = spots.get(x) ?? new Map<number, Place>();
  spots.set(x, column);
  const other = column.get(y);
  if (!other) {
    column.set(y, place);
  }
  return other;
}

export type Counts = Record<Kind, number>;

export function countsOf(places: Iterable<Place>): Counts {
  const counts: Counts = { STANDARD: 0, WHEELCHAIR: 0, COMPANION: 0, LOVE_SEAT: 0, BLOCKED: 0 };
  for (const place of places) {
    counts[place.kind]++;
  }
  return counts;
}

/** Numbers the places of each row anew, in the order in which they stand side by side. */
export function renumbered(
  places: Iterable<Place>,
  how: { first: number; step: number; fromRight: boolean },
): Map<Place, Place> {
  const rows = new Map<string, Place[]>();
  for (const place of places) {
    rows.set(place.row, [...(rows.get(place.row) ?? []), place]);
  }
  const changed = new Map<Place, Place>();
  for (const row of rows.values()) {
    const order = sideBySide(row);
    if (how.fromRight) {
      order.reverse();
    }
    order.forEach((place, i) => changed.set(place, { ...place, number: how.first + i * how.step }));
  }
  return changed;
}

/** From left to right, or from the front if the row was turned so far that it leads away from the screen. */
function sideBySide(row: Place[]): Place[] {
  const xs = row.map((it) => it.x);
  const ys = row.map((it) => it.y);
  const spread = (of: number[]) => Math.max(...of) - Math.min(...of);
  return spread(xs) >= spread(ys) ? row.sort((a, b) => a.x - b.x) : row.sort((a, b) => a.y - b.y);
}

export function placesOf(file: LayoutFile): Place[] {
  return file.rows.flatMap(({ row, places }) =>
    places.map(({ number, x, y, kind }) => ({ row, number, x: hundredth(x), y: hundredth(y), kind: kind ?? 'STANDARD' })),
  );
}

export function fileOf(places: readonly Place[]): LayoutFile {
  const rows = new Map<string, LayoutFile['rows'][number]>();
  for (const { row, number, x, y, kind } of places) {
    let of = rows.get(row);
    if (!of) {
      of = { row, places: [] };
      rows.set(row, of);
    }
    of.places.push({ number, x, y, kind });
  }
  return { places: places.length, rows: [...rows.values()] };
}

/** Whether two people would draw the same hall from it, in whatever order its places come. */
export function areEqual(some: readonly Place[], others: readonly Place[]): boolean {
  const known = new Map(some.map((it) => [`${it.row} ${it.number}`, it]));
  return (
    some.length === others.length &&
    others.every((it) => {
      const same = known.get(`${it.row} ${it.number}`);
      return same && same.x === it.x && same.y === it.y && same.kind === it.kind;
    })
  );
}
