import { around, Nearby } from '../../nearby.ts';
import { inRows, type Row, step } from '../../rows.ts';
import { Store } from '../../store.ts';
import { type Block, FIRST_BLOCK, labelAfter, placesIn } from './block.ts';
import { History } from './history.ts';
import { type Counts, countsOf, type Fault, faultsOf, hundredth, type Kind, type Place, renumbered } from './layout.ts';

/** References to places that the history keeps at most: some dozen megabytes. */
const MOST_REMEMBERED = 5_000_000;
const ROW_SPACING = 1.2;

interface Drawing {
  readonly places: readonly Place[];
  readonly selected: ReadonlySet<Place>;
  /** Still being drawn, behind all others. */
  readonly block: Block | undefined;
}

/** The layout of a screen while somebody draws it. Knows nothing about how it is shown. */
export class Draft extends Store {
  private history: History<Drawing>;
  /** What the service has, if there is anything. */
  private saved: readonly Place[];
  /** What was there when nothing was lost yet by leaving. */
  private untouched: Drawing;
  private cursorAt: Place | undefined;
  private blockPlaces: { of: Block; places: readonly Place[] } | undefined;
  private known: { of: Drawing; all: readonly Place[] } | undefined;
  private readonly derived = new WeakMap<readonly Place[], Derived>();

  /** A screen that has no places yet begins with a block that can be adjusted. */
  constructor(places: readonly Place[]) {
    super();
    this.saved = places;
    this.untouched = { places, selected: new Set(), block: places.length === 0 ? FIRST_BLOCK : undefined };
    this.history = historyOf(this.untouched);
  }

  get places(): readonly Place[] {
    return this.history.present.places;
  }

  get selected(): ReadonlySet<Place> {
    return this.history.present.selected;
  }

  get block(): Block | undefined {
    return this.history.present.block;
  }

  /** The places of the block that is still being drawn. */
  get drafted(): readonly Place[] {
    const block = this.block;
    if (!block) {
      return [];
    }
    if (this.blockPlaces?.of !== block) {
      this.blockPlaces = { of: block, places: placesIn(block) };
    }
    return this.blockPlaces.places;
  }

  /** With those of the block that is still being drawn. */
  get all(): readonly Place[] {
    const present = this.history.present;
    if (this.known?.of !== present) {
      const before = this.known;
      const same = before && before.of.places === present.places && before.of.block === present.block;
      this.known = { of: present, all: same ? before.all : present.block ? [...present.places, ...this.drafted] : present.places };
    }
    return this.known.all;
  }

  get faults(): readonly Fault[] {
    const derived = this.about(this.all);
    return (derived.faults ??= faultsOf(this.all));
  }

  get counts(): Counts {
    const derived = this.about(this.all);
    return (derived.counts ??= countsOf(this.all));
  }

  /** Of all places, also of the block. */
  get rows(): readonly Row<Place>[] {
    const derived = this.about(this.all);
    return (derived.rows ??= inRows(this.all));
  }

  get nearby(): Nearby<Place> {
    const derived = this.about(this.places);
    return (derived.nearby ??= new Nearby(this.places));
  }

  private about(places: readonly Place[]): Derived {
    let derived = this.derived.get(places);
    if (!derived) {
      derived = {};
      this.derived.set(places, derived);
    }
    return derived;
  }

  get canUndo(): boolean {
    return this.history.canUndo;
  }

  get canRedo(): boolean {
    return this.history.canRedo;
  }

  /** Whether leaving would lose something. */
  get isTouched(): boolean {
    return this.places !== this.untouched.places || this.block !== this.untouched.block;
  }

  /** Whether the service has something else. */
  get isSaved(): boolean {
    return this.block === undefined && this.places === this.saved;
  }

  /** The service has this now; it may be different here by now. */
  wasSaved(places = this.places): void {
    this.saved = places;
    this.untouched = { ...this.history.present, places, block: undefined };
    this.changed();
  }

  undo(): boolean {
    return this.went(this.history.undo());
  }

  redo(): boolean {
    return this.went(this.history.redo());
  }

  private went(somewhere: boolean): boolean {
    if (somewhere) {
      this.findCursor();
      this.changed();
    }
    return somewhere;
  }

  // Blocks

  /** Begins another block; the one before becomes plain places. */
  begin(block: Block): void {
    this.record({ ...this.plain, block, selected: new Set() });
  }

  /** A block behind everything that is there, called on from there. */
  nextBlock(like: Partial<Block> = {}): Block {
    const all = this.all;
    const room = around(all);
    const block = { ...FIRST_BLOCK, ...like };
    return {
      ...block,
      x: like.x ?? (all.length === 0 ? 0 : hundredth(room.x + room.width / 2)),
      y: like.y ?? (all.length === 0 ? 0 : hundredth(room.y + room.height + 2 * ROW_SPACING)),
      firstRow: labelAfter(this.rows.map((it) => it.label), block),
    };
  }

  adjust(change: Partial<Block>): void {
    const block = this.block;
    if (block) {
      this.record({ ...this.history.present, block: { ...block, ...change } }, Object.keys(change).sort().join());
    }
  }

  /** The block becomes plain places. */
  set(): void {
    if (this.block) {
      this.record(this.plain);
    }
  }

  /** The block is thrown away. */
  drop(): void {
    if (this.block) {
      this.record({ ...this.history.present, block: undefined });
    }
  }

  private get plain(): Drawing {
    const present = this.history.present;
    return present.block ? { places: this.all, selected: new Set(this.drafted), block: undefined } : present;
  }

  // The cursor: one place, so that everything can be done without a pointer.

  get cursor(): Place | undefined {
    return this.cursorAt ?? this.plainRows[0]?.seats[0];
  }

  goTo(place: Place | undefined): void {
    this.cursorAt = place;
    this.changed();
  }

  /** Answers whether the key is one that leads somewhere. */
  step(key: string): boolean {
    const from = this.cursor;
    const goal = from && step(this.plainRows, from, key);
    const next = goal?.();
    if (next) {
      this.goTo(next);
    }
    return goal !== undefined;
  }

  /** Without the block, whose places are none yet. */
  private get plainRows(): Row<Place>[] {
    const derived = this.about(this.places);
    return (derived.plainRows ??= inRows(this.places));
  }

  rowOf(place: Place): readonly Place[] {
    return this.plainRows.find((row) => row.label === place.row)?.seats ?? [];
  }

  /** After places became others: the one that is called the same, else the one that is nearest. */
  private findCursor(): void {
    const before = this.cursorAt;
    if (before) {
      this.cursorAt =
        this.rowOf(before).find((it) => it.number === before.number) ?? this.nearby.nearest(before.x, before.y, 3, 3);
    }
  }

  // Selecting is not a step of the history, but goes with what is.

  select(places: Iterable<Place>): void {
    this.history.amend({ ...this.history.present, selected: new Set(places) });
    this.changed();
  }

  /** What is selected already no longer is, if all of them are. */
  toggle(places: readonly Place[]): void {
    const selected = new Set(this.selected);
    const all = places.every((it) => selected.has(it));
    places.forEach((it) => (all ? selected.delete(it) : selected.add(it)));
    this.select(selected);
  }

  add(places: Iterable<Place>): void {
    this.select([...this.selected, ...places]);
  }

  // What is done to all that are selected

  moveBy(dx: number, dy: number): void {
    if (dx !== 0 || dy !== 0) {
      this.changeSelected((it) => ({ ...it, x: hundredth(it.x + dx), y: hundredth(it.y + dy) }), 'move');
    }
  }

  rename(row: string): void {
    this.changeSelected((it) => (it.row === row ? it : { ...it, row }));
  }

  renumber(how: { first: number; step: number; fromRight: boolean }): void {
    const numbered = renumbered(this.selected, how);
    this.changeSelected((it) => numbered.get(it) ?? it);
  }

  paintSelected(kind: Kind): void {
    this.changeSelected((it) => (it.kind === kind ? it : { ...it, kind }));
  }

  /** @param stroke the same for all that one stroke of a brush touches */
  paint(places: readonly Place[], kind: Kind, stroke?: string): void {
    const touched = new Set(places.filter((it) => it.kind !== kind));
    this.change(touched, (it) => ({ ...it, kind }), stroke);
  }

  remove(): void {
    const { places, selected } = this.history.present;
    if (selected.size > 0) {
      this.record({ ...this.history.present, places: places.filter((it) => !selected.has(it)), selected: new Set() });
      this.findCursor();
      this.changed();
    }
  }

  /** Takes another layout instead, as of a file. */
  replace(places: readonly Place[]): void {
    this.record({ places, selected: new Set(), block: undefined });
    this.cursorAt = undefined;
    this.changed();
  }

  /** The service has this now, drawn by somebody else; one's own drawing can be had back by undoing. */
  takeOver(places: readonly Place[]): void {
    this.replace(places);
    this.wasSaved();
  }

  private changeSelected(how: (place: Place) => Place, together?: string): void {
    this.change(this.selected, how, together);
  }

  private change(some: ReadonlySet<Place>, how: (place: Place) => Place, together?: string): void {
    if (some.size === 0) {
      return;
    }
    const present = this.history.present;
    const selected = new Set(present.selected);
    let anything = false;
    const places = present.places.map((place) => {
      if (!some.has(place)) {
        return place;
      }
      const next = how(place);
      if (next !== place) {
        anything = true;
        if (selected.delete(place)) {
          selected.add(next);
        }
        if (this.cursorAt === place) {
          this.cursorAt = next;
        }
      }
      return next;
    });
    if (anything) {
      this.record({ ...present, places, selected }, together);
    }
  }

  private record(drawing: Drawing, together?: string): void {
    this.history.record(drawing, together);
    this.changed();
  }
}

interface Derived {
  faults?: readonly Fault[];
  counts?: Counts;
  rows?: readonly Row<Place>[];
  plainRows?: Row<Place>[];
  nearby?: Nearby<Place>;
}

function historyOf(drawing: Drawing): History<Drawing> {
  return new History(drawing, (it) => it.places.length + 100, MOST_REMEMBERED);
}
