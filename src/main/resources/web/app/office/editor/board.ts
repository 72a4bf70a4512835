import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { PageElement } from '../../element.ts';
import { colours, type Surroundings, surroundings } from '../../hall-drawing.ts';
import { type Box, Nearby } from '../../nearby.ts';
import { editorTexts as words } from '../../texts/editor.ts';
import { type Block, FIRST_BLOCK, MOST_ROWS, MOST_SEATS_IN_ROW, placesIn } from './block.ts';
import type { Draft } from './draft.ts';
import { hundredth, type Kind, KINDS, type Place } from './layout.ts';
import { Painter } from './painting.ts';
import { type Point, View } from './view.ts';

export type Tool = 'select' | 'block' | 'pan' | Kind;

/** More than this is a drag, not a click. */
const SLIP = 4;
const SNAP = 0.5;
const NUDGE = 0.5;
const SMALL_NUDGE = 0.1;
/** One comes so close when the cursor is where a chair could not be seen, and then sees so many pixels of one. */
const DISCERNIBLE = 9;
const CLOSE = 28;

/** What a pointer is about, from when it is pressed until it is let go. */
type Gesture =
  | { does: 'pan'; last: Point }
  | { does: 'band'; from: Point; add: boolean }
  | { does: 'drag'; grabbed: Place; from: Point; wasSelected: boolean }
  | { does: 'drag-block'; from: Point; block: Block }
  | { does: 'new-block'; from: Point }
  | { does: 'brush'; kind: Kind; last: Point; stroke: string };

/**
 * The drawing board. A canvas, because there may be a hundred thousand places; for those who cannot see it, or have no
 * pointer, there is a cursor: one place, told in words, that the arrow keys move.
 */
export class FrLayoutBoard extends PageElement {
  static override properties = {
    draft: { attribute: false },
    tool: { type: String },
    moving: { type: Boolean },
    hovered: { state: true },
  };
  declare draft: Draft;
  declare tool: Tool;
  /** Whether the arrow keys move what is selected, or the cursor. */
  declare moving: boolean;
  declare hovered: Place | undefined;

  /** Undefined as long as the whole hall is shown, however it grows. */
  private view: View | undefined;
  private painter: Painter | undefined;
  private frame = 0;
  private gesture: Gesture | undefined;
  private travelled = 0;
  private strokes = 0;
  private by: Point = { x: 0, y: 0 };
  private cross: Point | undefined;
  private band: Box | undefined;
  private ghost: Block | undefined;
  private readonly pointers = new Map<number, Point>();
  private pinch: { distance: number } | undefined;
  private hasFocus = false;
  private surrounded: { of: readonly Place[]; around: Surroundings } | undefined;
  private readonly resized = new ResizeObserver(() => this.repaint());
  private readonly dark = matchMedia('(prefers-color-scheme: dark)');
  private readonly onScheme = () => {
    this.painter = undefined; // its colours are others now
    this.repaint();
  };
  private readonly onDraft = () => {
    this.hovered = this.hovered && this.hit(this.hovered); // it may be of another kind now, or gone
    this.requestUpdate();
  };

  constructor() {
    super();
    this.tool = 'select';
    this.moving = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.resized.observe(this);
    this.dark.addEventListener('change', this.onScheme);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
    this.dark.removeEventListener('change', this.onScheme);
    this.draft?.removeEventListener('change', this.onDraft);
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('draft')) {
      changed.get('draft')?.removeEventListener('change', this.onDraft);
      this.draft.addEventListener('change', this.onDraft);
      this.view = undefined;
    }
  }

  protected override render(): TemplateResult {
    const cursor = this.draft.cursor;
    return html`
      <div
        class="board board-${this.tool}"
        role="grid"
        tabindex="0"
        aria-label=${words.board.label}
        aria-describedby="board-help"
        aria-multiselectable="true"
        aria-activedescendant="board-cursor"
        @keydown=${this.onKey}
        @focus=${() => this.onFocus(true)}
        @blur=${() => this.onFocus(false)}
        @wheel=${this.onWheel}
        @pointerdown=${this.onPointerDown}
        @pointermove=${this.onPointerMove}
        @pointerup=${this.onPointerUp}
        @pointercancel=${this.onPointerCancel}
        @pointerleave=${() => (this.hovered = undefined)}
        @dblclick=${this.onDoubleClick}
      >
        <canvas aria-hidden="true"></canvas>
        <div role="row" class="visually-hidden">
          <span role="gridcell" id="board-cursor" aria-selected=${cursor && this.draft.selected.has(cursor) ? 'true' : 'false'}
            >${cursor ? this.tellOf(cursor) : words.board.empty}</span>
        </div>
      </div>
      <p id="board-help" class="visually-hidden">${words.board.help}</p>
      <p class="board-line" aria-hidden="true">${this.drawLine()}</p>`;
  }

  /** What is under the pointer, or else under the cursor. */
  private drawLine(): TemplateResult | typeof nothing {
    const place = this.hovered ?? (this.hasFocus ? this.draft.cursor : undefined);
    return place ? html`<strong>${this.tellOf(place)}</strong> <span>${words.board.at(place.x, place.y)}</span>` : nothing;
  }

  private tellOf(place: Place): string {
    return words.board.place(place.row, place.number, words.kind[place.kind], this.draft.selected.has(place));
  }

  protected override updated(): void {
    this.repaint();
  }

  // For the toolbar

  zoom(factor: number): void {
    this.zoomAt(factor, { x: this.clientWidth / 2, y: this.height / 2 });
  }

  showAll(): void {
    this.view = undefined;
    this.repaint();
  }

  /** Puts the place on the glass, and the cursor on it. */
  show(place: Place): void {
    this.draft.goTo(place);
    this.follow(place);
    this.querySelector<HTMLElement>('.board')?.focus({ preventScroll: true });
  }

  // Painting

  private get height(): number {
    return this.querySelector('canvas')?.clientHeight ?? 0;
  }

  private get around(): Surroundings {
    const all = this.draft.all;
    if (this.surrounded?.of !== all) {
      this.surrounded = { of: all, around: surroundings(all, this.draft.rows) };
    }
    return this.surrounded.around;
  }

  private get current(): View {
    return this.view ?? View.of(this.around.whole, this.clientWidth, this.height);
  }

  /** Once for all that changes until the glass is drawn. */
  private repaint(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
    });
  }

  private paint(): void {
    const canvas = this.querySelector('canvas');
    if (!canvas || canvas.clientWidth === 0) {
      return;
    }
    const font = getComputedStyle(this).fontFamily;
    this.painter ??= new Painter(canvas, colours(this), font);
    const draft = this.draft;
    const view = this.current;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const box = view.box(width, height);
    const dragging = this.gesture?.does === 'drag' && (this.by.x !== 0 || this.by.y !== 0);
    this.painter.paint({
      view,
      width,
      height,
      around: this.around,
      places: draft.nearby.within({ x: box.x - 1, y: box.y - 1, width: box.width + 2, height: box.height + 2 }),
      rows: draft.rows,
      selected: draft.selected,
      moving: dragging ? draft.selected : new Set(),
      by: this.by,
      drafted: this.ghost ? [...draft.drafted, ...placesIn(this.ghost)] : draft.drafted,
      faulty: draft.faults.slice(0, 500).flatMap((fault) => ('place' in fault ? fault.place : [])),
      cursor: this.hasFocus ? draft.cursor : undefined,
      band: this.band,
      cross: this.cross,
    });
  }

  // Zooming and panning

  private zoomAt(factor: number, around: Point): void {
    const whole = View.of(this.around.whole, this.clientWidth, this.height);
    this.view = this.current.zoomed(factor, around, whole.scale / 2);
    this.repaint();
  }

  /** Brings a place onto the glass that may be off it. */
  follow(place: Place): void {
    const view = this.current;
    const [width, height] = [this.clientWidth, this.height];
    const scale = view.scale < DISCERNIBLE ? CLOSE : view.scale;
    const [x, y] = [(place.x - view.left) * view.scale, (place.y - view.top) * view.scale];
    const margin = view.scale * 1.5;
    if (scale !== view.scale || x < margin || y < margin || x > width - margin || y > height - margin) {
      this.view = new View(scale, place.x - width / 2 / scale, place.y - height / 2 / scale);
      this.repaint();
    }
  }

  private onWheel(event: WheelEvent): void {
    if (event.ctrlKey) {
      event.preventDefault();
      this.zoomAt(Math.exp(-event.deltaY / 300), this.pointOf(event));
    } // else the page scrolls
  }

  // Pointers

  private pointOf(event: MouseEvent): Point {
    const frame = this.querySelector('canvas')?.getBoundingClientRect();
    return { x: event.clientX - (frame?.left ?? 0), y: event.clientY - (frame?.top ?? 0) };
  }

  private hit(at: Point): Place | undefined {
    return this.draft.nearby.nearest(at.x, at.y);
  }

  private onPointerDown(event: PointerEvent): void {
    if (event.button > 1) {
      return;
    }
    const point = this.pointOf(event);
    this.pointers.set(event.pointerId, point);
    this.querySelector<HTMLElement>('.board')?.setPointerCapture(event.pointerId);
    if (this.pointers.size > 1) {
      this.forget(); // two fingers mean the view
      return;
    }
    this.travelled = 0;
    this.gesture = this.begin(event, point);
  }

  private begin(event: PointerEvent, point: Point): Gesture {
    const from = this.current.at(point);
    if (event.button === 1 || this.tool === 'pan') {
      return { does: 'pan', last: point };
    }
    if (this.tool === 'block') {
      return { does: 'new-block', from };
    }
    if (this.tool !== 'select') {
      const stroke = `brush ${++this.strokes}`;
      this.brush(from, this.tool, stroke);
      return { does: 'brush', kind: this.tool, last: from, stroke };
    }
    const place = this.hit(from);
    if (place) {
      const wasSelected = this.draft.selected.has(place);
      if (event.shiftKey || event.ctrlKey || event.metaKey) {
        this.draft.toggle([place]);
      } else if (!wasSelected) {
        this.draft.select([place]);
      }
      this.draft.goTo(place);
      this.setMoving(this.draft.selected.size > 0);
      return { does: 'drag', grabbed: place, from, wasSelected };
    }
    const block = this.draft.block;
    if (block && new Nearby(this.draft.drafted).nearest(from.x, from.y)) {
      return { does: 'drag-block', from, block };
    }
    return { does: 'band', from, add: event.shiftKey };
  }

  private onPointerMove(event: PointerEvent): void {
    const point = this.pointOf(event);
    const before = this.pointers.get(event.pointerId);
    if (!before) {
      this.hovered = event.pointerType === 'touch' ? undefined : this.hit(this.current.at(point));
      return;
    }
    this.pointers.set(event.pointerId, point);
    if (this.pointers.size === 2) {
      this.onPinch(before, point);
      return;
    }
    this.travelled += Math.hypot(point.x - before.x, point.y - before.y);
    if (this.gesture && this.travelled > SLIP) {
      this.go(this.gesture, point, !event.altKey);
    }
  }

  private onPinch(before: Point, now: Point): void {
    const [a, b] = [...this.pointers.values()];
    if (!a || !b) {
      return;
    }
    const distance = Math.hypot(a.x - b.x, a.y - b.y);
    const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    if (this.pinch) {
      this.zoomAt(distance / this.pinch.distance, middle);
      this.view = this.current.moved((now.x - before.x) / 2, (now.y - before.y) / 2);
    }
    this.pinch = { distance };
  }

  private go(gesture: Gesture, point: Point, snaps: boolean): void {
    const at = this.current.at(point);
    switch (gesture.does) {
      case 'pan':
        this.view = this.current.moved(point.x - gesture.last.x, point.y - gesture.last.y);
        gesture.last = point;
        break;
      case 'band':
        this.band = between(gesture.from, at);
        break;
      case 'drag': {
        this.view ??= this.current; // or the hall would shrink and grow around what is dragged
        const goal = snapped({ x: gesture.grabbed.x + at.x - gesture.from.x, y: gesture.grabbed.y + at.y - gesture.from.y }, snaps);
        this.by = { x: goal.x - gesture.grabbed.x, y: goal.y - gesture.grabbed.y };
        this.cross = goal;
        break;
      }
      case 'drag-block': {
        const goal = snapped({ x: gesture.block.x + at.x - gesture.from.x, y: gesture.block.y + at.y - gesture.from.y }, snaps);
        this.view ??= this.current;
        this.draft.adjust({ x: hundredth(goal.x), y: hundredth(goal.y) });
        this.cross = goal;
        break;
      }
      case 'new-block':
        this.view ??= this.current;
        this.band = between(snapped(gesture.from, snaps), snapped(at, snaps));
        this.ghost = this.blockIn(this.band);
        break;
      case 'brush': {
        // Fast hands leave out what lies in between.
        const steps = Math.ceil(Math.hypot(at.x - gesture.last.x, at.y - gesture.last.y) * 2);
        for (let i = 1; i <= steps; i++) {
          const share = i / steps;
          this.brush(
            { x: gesture.last.x + (at.x - gesture.last.x) * share, y: gesture.last.y + (at.y - gesture.last.y) * share },
            gesture.kind,
            gesture.stroke,
          );
        }
        gesture.last = at;
        break;
      }
    }
    this.repaint();
  }

  private onPointerUp(event: PointerEvent): void {
    const alone = this.pointers.size === 1;
    this.pointers.delete(event.pointerId);
    this.pinch = undefined;
    const gesture = this.gesture;
    if (!alone || !gesture) {
      return;
    }
    const moved = this.travelled > SLIP;
    switch (gesture.does) {
      case 'band': {
        const found = moved && this.band ? this.draft.nearby.within(this.band) : [];
        if (gesture.add) {
          this.draft.add(found);
        } else {
          this.draft.select(found);
        }
        if (found[0]) {
          this.draft.goTo(found[0]);
        }
        this.setMoving(this.draft.selected.size > 0);
        this.say(found.length > 0 ? words.selection.title(this.draft.selected.size) : words.selection.none);
        break;
      }
      case 'drag':
        if (moved) {
          const { x, y } = this.by;
          this.forget();
          this.draft.moveBy(x, y);
          this.tellMoved();
        } else if (gesture.wasSelected && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
          this.draft.select([gesture.grabbed]);
        }
        break;
      case 'new-block':
        if (this.ghost) {
          this.draft.begin(this.ghost);
          this.tell('tool-used');
          this.say(words.block.begun);
        }
        break;
      default:
    }
    this.forget();
  }

  private onPointerCancel(event: PointerEvent): void {
    this.pointers.delete(event.pointerId);
    this.forget();
  }

  private forget(): void {
    this.gesture = undefined;
    this.by = { x: 0, y: 0 };
    this.band = undefined;
    this.ghost = undefined;
    this.cross = undefined;
    this.pinch = undefined;
    this.repaint();
  }

  private onDoubleClick(event: MouseEvent): void {
    const place = this.tool === 'select' ? this.hit(this.current.at(this.pointOf(event))) : undefined;
    if (place) {
      this.draft.add(this.draft.rowOf(place));
      this.say(words.selection.title(this.draft.selected.size));
    }
  }

  private brush(at: Point, kind: Kind, stroke: string): void {
    const place = this.hit(at);
    if (place) {
      this.draft.paint([place], kind, stroke);
    }
  }

  /** As many rows and seats as there is room for. */
  private blockIn(room: Box): Block {
    const { rowSpacing } = FIRST_BLOCK;
    return this.draft.nextBlock({
      seats: Math.min(MOST_SEATS_IN_ROW, Math.round(room.width) + 1),
      rows: Math.min(MOST_ROWS, Math.round(room.height / rowSpacing) + 1),
      x: hundredth(room.x + room.width / 2),
      y: hundredth(room.y),
      bend: 0,
      aisles: [],
    });
  }

  // The keyboard

  private onFocus(has: boolean): void {
    this.hasFocus = has;
    this.requestUpdate();
  }

  private onKey(event: KeyboardEvent): void {
    const handled = event.ctrlKey || event.metaKey ? this.onCommand(event.key) : !event.altKey && this.onPlainKey(event);
    if (handled) {
      event.preventDefault();
    }
  }

  private onCommand(key: string): boolean {
    if (key.toLowerCase() !== 'a') {
      return false;
    }
    this.draft.select(this.draft.places);
    this.say(words.selection.title(this.draft.selected.size));
    return true;
  }

  private onPlainKey(event: KeyboardEvent): boolean {
    const { key, shiftKey } = event;
    const draft = this.draft;
    const cursor = draft.cursor;
    const directions: Record<string, Point> = {
      ArrowLeft: { x: -1, y: 0 },
      ArrowRight: { x: 1, y: 0 },
      ArrowUp: { x: 0, y: -1 },
      ArrowDown: { x: 0, y: 1 },
    };
    const direction = directions[key];
    if (direction && this.moving && draft.selected.size > 0) {
      const by = shiftKey ? SMALL_NUDGE : NUDGE;
      draft.moveBy(direction.x * by, direction.y * by);
      this.tellMoved();
      return true;
    }
    if (cursor && draft.step(key)) {
      const now = draft.cursor;
      if (now) {
        if (shiftKey && direction) {
          draft.add([cursor, now]);
        }
        this.follow(now);
      }
      return true;
    }
    const kind = KINDS[Number(key) - 1];
    if (kind && /^[1-5]$/.test(key)) {
      this.paintChosen(kind);
      return true;
    }
    const deeds: Record<string, () => void> = {
      ' ': () => this.toggle(cursor ? [cursor] : []),
      r: () => this.toggle(cursor ? draft.rowOf(cursor) : []),
      m: () => this.setMoving(!this.moving && draft.selected.size > 0, true),
      n: () => this.tell('new-block'),
      Delete: () => this.takeAway(),
      Backspace: () => this.takeAway(),
      Escape: () => this.escape(),
      '+': () => this.zoomAt(1.6, this.aroundCursor()),
      '-': () => this.zoomAt(1 / 1.6, this.aroundCursor()),
      '0': () => this.showAll(),
    };
    const deed = deeds[key.length === 1 ? key.toLowerCase() : key];
    deed?.();
    return deed !== undefined;
  }

  private aroundCursor(): Point {
    const { cursor } = this.draft;
    const view = this.current;
    return cursor
      ? { x: (cursor.x - view.left) * view.scale, y: (cursor.y - view.top) * view.scale }
      : { x: this.clientWidth / 2, y: this.height / 2 };
  }

  private toggle(places: readonly Place[]): void {
    if (places.length > 0) {
      this.draft.toggle(places);
      this.say(this.draft.selected.size > 0 ? words.selection.title(this.draft.selected.size) : words.selection.none);
    }
  }

  private paintChosen(kind: Kind): void {
    const { selected, cursor } = this.draft;
    if (selected.size > 0) {
      this.draft.paintSelected(kind);
    } else if (cursor) {
      this.draft.paint([cursor], kind);
    }
    this.say(words.selection.painted(Math.max(selected.size, cursor ? 1 : 0), words.kind[kind]));
  }

  private takeAway(): void {
    const { selected, cursor } = this.draft;
    if (selected.size === 0 && cursor) {
      this.draft.select([cursor]);
    }
    const many = this.draft.selected.size;
    if (many > 0) {
      this.draft.remove();
      this.setMoving(false);
      this.say(words.selection.removed(many));
    }
  }

  private escape(): void {
    this.forget();
    this.draft.select([]);
    this.setMoving(false);
    this.say(words.selection.none);
  }

  private setMoving(moving: boolean, aloud = false): void {
    if (this.moving !== moving) {
      this.moving = moving;
      this.tell('moving', moving);
    }
    if (aloud) {
      this.say(moving ? words.selection.moving : words.selection.going);
    }
  }

  private tellMoved(): void {
    const [first] = this.draft.selected;
    if (first) {
      this.say(words.selection.moved(first.x, first.y));
    }
  }

  private say(text: string): void {
    this.tell('say', text);
  }

  private tell(what: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(what, { detail, bubbles: true }));
  }
}

function snapped(at: Point, snaps: boolean): Point {
  const to = (value: number) => (snaps ? Math.round(value / SNAP) * SNAP : hundredth(value));
  return { x: to(at.x), y: to(at.y) };
}

function between(a: Point, b: Point): Box {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

if (!customElements.get('fr-layout-board')) {
  customElements.define('fr-layout-board', FrLayoutBoard);
}
