import { html, nothing, svg, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Seat, SeatMap } from './api.ts';
import { PageElement } from './element.ts';
import { money, seatName } from './format.ts';
import { drawChair, drawMark, drawScreen, LABEL_AWAY, type Surroundings, surroundings } from './hall-drawing.ts';
import { HallPicture } from './hall-picture.ts';
import type { LiveShow, Look } from './live-show.ts';
import { type Box, Nearby } from './nearby.ts';
import { inRows, type Row, step } from './rows.ts';
import { type Store, Watching } from './store.ts';
import { texts } from './texts/texts.ts';

/** A seat has to be this large on the glass to be touched with confidence (WCAG 2.5.8). */
const TOUCHABLE = 24;
/** Smaller than this nobody can tell one seat from the next; a click comes closer first. */
const DISCERNIBLE = 10;
const MOST_ZOOM = 8;
/** And in a large hall at least so far that a seat is this large. */
const CLOSE = 44;
/** More than this is a drag, not a tap. */
const SLIP = 8;
/** The click that belongs to a pointer comes within this time. */
const AFTERWARDS = 500;
/** Halls with more seats are a picture as long as one looks at more than {@link MOST_NEAR} of them. */
const LARGE = 1_500;
const MOST_NEAR = 1_000;
/** Those that are elements change only when one has gone so far. */
const STRIDE = 4;
/** Around the names of rows at the edge of the view. */
const LABEL_EDGE = 0.3;
/** Drawn around the seat that has the focus, also when it is far away. */
const NEIGHBOURHOOD = 2.6;

/** What a hall needs to know; a {@link LiveShow} does. */
export interface ShownHall extends Store {
  readonly map: SeatMap | undefined;
  /** How seats can look here, to be explained. */
  readonly looks: Look[];
  look(seat: Seat): Look;
  /** Whether seats that look like this are for others only. */
  isOutOfReach(look: Look): boolean;
  toggle(seat: Seat): ReturnType<LiveShow['toggle']>;
}

/** What follows from where the seats are, and stays as long as they do. */
interface Plan {
  of: Seat[];
  rows: Row<Seat>[];
  around: Surroundings;
  nearby: Nearby<Seat>;
  byId: Map<number, Seat>;
  /** The first seat of each row. */
  firsts: Map<string, Seat | undefined>;
  hasSpaces: boolean;
}

/**
 * The room as the guest sees it, drawn from the real positions of the chairs. One seat is in the tab order, the arrow
 * keys go on from there. On a small screen a tap on a seat that is too small to be meant first comes closer.
 *
 * Of a large hall only those seats are elements that one is close to, and those around the focus; the others are in a
 * {@link HallPicture} beneath.
 */
export class FrHall extends PageElement {
  static override properties = { show: { attribute: false }, focused: { state: true }, box: { state: true } };
  declare show: ShownHall;
  /** A seat's id. */
  declare focused: number | undefined;
  declare box: Box | undefined;

  private watching: Watching | undefined;
  private readonly pointers = new Map<number, { x: number; y: number }>();
  private travelled = 0;
  private letGoAt = -Infinity;
  private pinch: { distance: number; box: Box } | undefined;
  private readonly resized = new ResizeObserver(() => this.requestUpdate());
  private planned: Plan | undefined;
  private picture: HallPicture | undefined;
  /** The seats that are elements, of a large hall. */
  private elements: ReadonlySet<Seat> = new Set();
  private closeTo: { plan: Plan; where: string; rows: Row<Seat>[] } | undefined;
  /** Counts what happened to the seats; as long as nothing does, moving the view draws none of them anew. */
  private news = 0;
  private readonly onNews = () => this.news++;
  private readonly dark = matchMedia('(prefers-color-scheme: dark)');
  private readonly redraw = () => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    this.watching ??= new Watching(this, this.show);
    this.show.addEventListener('change', this.onNews);
    this.resized.observe(this);
    this.dark.addEventListener('change', this.redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.show.removeEventListener('change', this.onNews);
    this.resized.disconnect();
    this.dark.removeEventListener('change', this.redraw);
  }

  protected override render(): TemplateResult | typeof nothing {
    const map = this.show.map;
    const plan = this.plan;
    if (!map || !plan) {
      return nothing;
    }
    const { rows, around } = plan;
    const { whole } = around;
    const box = this.box ?? whole;
    const focused = this.focusable;
    const isLarge = this.isLarge;
    const seen = isLarge ? this.seen(box) : box;
    const drawn = isLarge ? this.close(plan, seen, focused) : rows;
    return html`
      <div class="hall ${this.box ? 'hall-zoomed' : ''}">
        <p id="hall-help" class="visually-hidden">${texts.hall.help}</p>
        ${isLarge ? html`<canvas aria-hidden="true" ?hidden=${this.isClose}></canvas>` : nothing}
        <svg
          viewBox="${box.x} ${box.y} ${box.width} ${box.height}"
          role="grid"
          aria-label=${texts.hall.label(map.movie)}
          aria-describedby="hall-help"
          aria-multiselectable="true"
          aria-rowcount=${isLarge ? rows.length : nothing}
          @keydown=${this.onKey}
          @wheel=${this.onWheel}
          @pointerdown=${this.onPointerDown}
          @pointermove=${this.onPointerMove}
          @pointerup=${this.onPointerUp}
          @pointercancel=${this.onPointerCancel}
          @click=${this.onClick}
        >
          <defs>
            <pattern id="hatch" width="0.22" height="0.22" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect class="hatch-ground" width="0.22" height="0.22" />
              <rect class="hatch-line" width="0.09" height="0.22" />
            </pattern>
          </defs>
          ${drawScreen(around)}
          ${guard([drawn, focused, this.news], () =>
            repeat(
              drawn,
              (row) => row.label,
              (row) => svg`
                <g role="row" aria-label=${texts.hall.row(row.label)} aria-rowindex=${isLarge ? rowIndex(rows, row) : nothing}>
                  ${isLarge ? nothing : this.drawRowLabels(row)}
                  ${repeat(
                    row.seats,
                    (seat) => seat.id,
                    (seat) => this.drawSeat(seat, seat.id === focused),
                  )}
                </g>`,
            ),
          )}
          ${isLarge && this.isClose ? this.drawRowLabelsAtEdge(plan, drawn, seen) : nothing}
        </svg>
        <div class="hall-tools">
          <button type="button" class="icon-button" aria-label=${texts.hall.zoomIn} title=${texts.hall.zoomIn}
            @click=${() => this.zoom(1.6)}>+</button>
          <button type="button" class="icon-button" aria-label=${texts.hall.zoomOut} title=${texts.hall.zoomOut}
            aria-disabled=${!this.box} @click=${() => this.zoom(1 / 1.6)}>−</button>
          <button type="button" class="icon-button" aria-label=${texts.hall.wholeHall} title=${texts.hall.wholeHall}
            aria-disabled=${!this.box} @click=${() => (this.box = undefined)}>
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4" /></svg>
          </button>
        </div>
      </div>
      ${this.drawLegend(plan)}
    `;
  }

  protected override updated(): void {
    const canvas = this.querySelector('canvas');
    const plan = this.plan;
    const drawing = this.drawing;
    const matrix = drawing?.getScreenCTM();
    if (!canvas || !plan || !drawing || !matrix) {
      this.picture = undefined;
      return;
    }
    if (this.isClose) {
      this.picture = undefined; // nothing of it can be seen
      return;
    }
    this.picture ??= new HallPicture(canvas);
    const frame = drawing.getBoundingClientRect();
    const onto = {
      scale: matrix.a,
      left: matrix.e - frame.left,
      top: matrix.f - frame.top,
      width: frame.width,
      height: frame.height,
      side: plan.around.side,
    };
    const elements = this.elements;
    this.picture.paint(plan.of, plan.rows, onto, (seat) => (elements.has(seat) ? undefined : this.show.look(seat)));
  }

  private get isLarge(): boolean {
    return (this.show.map?.seats.length ?? 0) > LARGE;
  }

  /** Whether all seats that one sees are elements. */
  private isClose = false;

  /** The rows as far as their seats are elements: what one is close to, and what is around the focus. */
  private close(plan: Plan, box: Box, focused: number | undefined): Row<Seat>[] {
    // A little more than one sees, so that not each step to the side changes something.
    const from = (at: number) => Math.floor(at / STRIDE - 0.5) * STRIDE;
    const until = (at: number) => Math.ceil(at / STRIDE + 0.5) * STRIDE;
    const [x, y] = [from(box.x), from(box.y)];
    const area = { x, y, width: until(box.x + box.width) - x, height: until(box.y + box.height) - y };
    const where = [x, y, area.width, area.height, focused].join();
    if (this.closeTo?.plan !== plan || this.closeTo.where !== where) {
      this.closeTo = { plan, where, rows: this.findClose(plan, area, focused) };
    }
    return this.closeTo.rows;
  }

  private findClose(plan: Plan, area: Box, focused: number | undefined): Row<Seat>[] {
    const inSight = plan.nearby.within(area);
    this.isClose = inSight.length <= MOST_NEAR;
    const elements = new Set(this.isClose ? inSight : []);
    const centre = focused === undefined ? undefined : plan.byId.get(focused);
    if (centre) {
      plan.nearby
        .within({ x: centre.x - NEIGHBOURHOOD, y: centre.y - NEIGHBOURHOOD, width: 2 * NEIGHBOURHOOD, height: 2 * NEIGHBOURHOOD })
        .forEach((seat) => elements.add(seat));
    }
    this.elements = elements;
    const labels = new Set([...elements].map((seat) => seat.row));
    return plan.rows
      .filter((row) => labels.has(row.label))
      .map((row) => ({ ...row, seats: row.seats.filter((seat) => elements.has(seat)) }));
  }

  private drawRowLabels(row: Row<Seat>): TemplateResult {
    const first = row.seats[0];
    const last = row.seats[row.seats.length - 1];
    return svg`
      <text class="row-label" aria-hidden="true" text-anchor="end" x=${(first?.x ?? 0) - LABEL_AWAY} y=${(first?.y ?? 0) + 0.16}>${row.label}</text>
      <text class="row-label" aria-hidden="true" text-anchor="start" x=${(last?.x ?? 0) + LABEL_AWAY} y=${(last?.y ?? 0) + 0.16}>${row.label}</text>`;
  }

  /** In a large hall the ends of a row are far away: then it is named at the edge of what one sees. */
  private drawRowLabelsAtEdge(plan: Plan, rows: readonly Row<Seat>[], seen: Box): TemplateResult {
    const width = LABEL_EDGE + (plan.around.side / plan.around.unit) * 0.5;
    const named = rows.flatMap((row) => {
      const seat = row.seats.find((it) => it.x > seen.x + width / 2);
      return seat && seat.y > seen.y && seat.y < seen.y + seen.height ? { seat, begins: plan.firsts.get(row.label) === seat } : [];
    });
    return svg`<g class="row-labels-at-edge" aria-hidden="true">
      ${named.every((it) => it.begins)
        ? nothing
        : svg`<rect x=${seen.x} y=${seen.y} width=${width} height=${seen.height} />`}
      ${named.map(({ seat, begins }) =>
        begins
          ? svg`<text class="row-label" text-anchor="end" x=${seat.x - LABEL_AWAY} y=${seat.y + 0.16}>${seat.row}</text>`
          : svg`<text class="row-label" text-anchor="middle" x=${seen.x + width / 2} y=${seat.y + 0.16}>${seat.row}</text>`,
      )}
    </g>`;
  }

  /** The drawing may have more room at two sides than it needs for the box, and shows there what lies beyond. */
  private seen(box: Box): Box {
    const frame = this.drawing?.getBoundingClientRect();
    if (!frame || frame.width === 0 || frame.height === 0) {
      return box;
    }
    const width = Math.max(box.width, (box.height * frame.width) / frame.height);
    const height = Math.max(box.height, (box.width * frame.height) / frame.width);
    return { x: box.x - (width - box.width) / 2, y: box.y - (height - box.height) / 2, width, height };
  }

  private drawSeat(seat: Seat, focusable: boolean): TemplateResult {
    const look = this.show.look(seat);
    const name = texts.hall.seat(
      seat.row,
      seat.number,
      texts.hall.status[look],
      seat.price === '' ? '' : money(seat.price, this.show.map?.currency ?? 'EUR'),
      texts.hall.kind[seat.kind],
    );
    return svg`
      <g
        role="gridcell"
        class="seat seat-${look}"
        data-seat=${seatName(seat)}
        data-id=${seat.id}
        transform="translate(${seat.x} ${seat.y})"
        tabindex=${focusable ? '0' : '-1'}
        aria-label=${name}
        aria-selected=${look === 'picked' || look === 'mine' ? 'true' : 'false'}
        aria-disabled=${this.show.isOutOfReach(look) ? 'true' : 'false'}
        @focus=${() => this.onFocus(seat)}
      >
        <title>${name}</title>
        <rect class="seat-ring" x="-0.5" y="-0.5" width="1" height="1" rx="0.26" />
        ${drawChair(look)} ${drawMark(look, seat.kind, seat.number)}
      </g>`;
  }

  private drawLegend(plan: Plan): TemplateResult {
    return html`
      <ul class="legend" aria-label=${texts.hall.legend}>
        ${this.show.looks.map(
          (look) => html`
            <li>
              <svg viewBox="-0.55 -0.55 1.1 1.1" aria-hidden="true" class="seat seat-${look}">
                ${drawChair(look)} ${drawMark(look, 'STANDARD')}
              </svg>
              ${texts.hall.status[look]}
            </li>`,
        )}
        ${plan.hasSpaces
          ? html`<li>
              <svg viewBox="-0.55 -0.55 1.1 1.1" aria-hidden="true" class="seat seat-available">
                ${drawChair('available')} ${drawMark('available', 'WHEELCHAIR')}
              </svg>
              ${texts.hall.kind.WHEELCHAIR}
            </li>`
          : nothing}
      </ul>`;
  }

  private get plan(): Plan | undefined {
    const seats = this.show.map?.seats;
    if (seats && this.planned?.of !== seats) {
      const rows = inRows(seats);
      this.planned = {
        of: seats,
        rows,
        around: surroundings(seats, rows),
        nearby: new Nearby(seats),
        byId: new Map(seats.map((seat) => [seat.id, seat])),
        firsts: new Map(rows.map((row) => [row.label, row.seats[0]])),
        hasSpaces: seats.some((seat) => seat.kind === 'WHEELCHAIR'),
      };
    }
    return seats && this.planned;
  }

  private get whole(): Box {
    return this.plan?.around.whole ?? { x: 0, y: 0, width: 1, height: 1 };
  }

  /** The one seat that the tab key reaches. */
  private get focusable(): number | undefined {
    if (this.focused !== undefined && this.plan?.byId.has(this.focused)) {
      return this.focused;
    }
    const seats = this.show.map?.seats ?? [];
    const first = seats.find((seat) => this.show.look(seat) === 'available') ?? seats[0];
    return first?.id;
  }

  private onFocus(seat: Seat): void {
    this.focused = seat.id;
    const box = this.box;
    const side = this.isLarge ? 2 : 1; // the names of rows may lie over the seats at the edge
    if (box && (seat.x < box.x + side || seat.x > box.x + box.width - side || seat.y < box.y + 1 || seat.y > box.y + box.height - 1)) {
      this.look(seat.x, seat.y, box.width);
    }
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const plan = this.plan;
    const focusable = this.focusable;
    const seat = focusable === undefined ? undefined : plan?.byId.get(focusable);
    if (!plan || !seat) {
      return;
    }
    const goal = step(plan.rows, seat, event.key);
    if (goal) {
      event.preventDefault();
      const next = goal();
      if (next) {
        void this.focusSeat(next);
      }
    } else if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      this.pick(seat);
    } else if (event.key === '+' || event.key === '-') {
      event.preventDefault();
      this.zoom(event.key === '+' ? 1.6 : 1 / 1.6, seat);
    }
  }

  /** In a large hall it becomes an element only now, and one comes so close that it can be seen. */
  private async focusSeat(seat: Seat): Promise<void> {
    if (this.isLarge) {
      this.focused = seat.id;
      if (this.pixelsPerChair < DISCERNIBLE) {
        this.approach(seat.x, seat.y);
      }
      await this.updateComplete;
    }
    this.querySelector<SVGGElement>(`[data-id="${seat.id}"]`)?.focus();
  }

  private pick(seat: Seat): void {
    const result = this.show.toggle(seat);
    this.dispatchEvent(new CustomEvent('picked', { detail: result, bubbles: true }));
  }

  // Zooming and panning: the view box is moved over the drawing.

  private zoom(factor: number, around?: { x: number; y: number }): void {
    const box = this.box ?? this.whole;
    const centre = around ?? { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    this.look(centre.x, centre.y, box.width / factor);
  }

  /** Shows this width of the hall with the point in the middle, as far as the hall goes. */
  private look(x: number, y: number, width: number): void {
    const whole = this.whole;
    if (width >= whole.width * 0.98) {
      this.box = undefined;
      return;
    }
    const narrow = Math.max(width, this.narrowest);
    const height = (narrow * whole.height) / whole.width;
    this.box = inside({ x: x - narrow / 2, y: y - height / 2, width: narrow, height }, whole);
  }

  private get narrowest(): number {
    const box = this.box ?? this.whole;
    return Math.min(this.whole.width / MOST_ZOOM, (box.width * this.pixelsPerChair) / CLOSE);
  }

  /** So close that a seat can be touched. */
  private approach(x: number, y: number): void {
    this.look(x, y, (this.box ?? this.whole).width * (this.pixelsPerChair / (TOUCHABLE * 1.4)));
  }

  private get drawing(): SVGSVGElement | null {
    return this.querySelector<SVGSVGElement>('svg[role=grid]');
  }

  private at(clientX: number, clientY: number): { x: number; y: number } {
    const matrix = this.drawing?.getScreenCTM();
    return matrix ? new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse()) : { x: 0, y: 0 };
  }

  private get pixelsPerChair(): number {
    return this.drawing?.getScreenCTM()?.a ?? TOUCHABLE;
  }

  private onWheel(event: WheelEvent): void {
    if (!event.ctrlKey) {
      return; // the page scrolls
    }
    event.preventDefault();
    this.zoomAt(event.clientX, event.clientY, Math.exp(-event.deltaY / 300));
  }

  /** The point under the finger stays under the finger. */
  private zoomAt(clientX: number, clientY: number, factor: number): void {
    const box = this.box ?? this.whole;
    const point = this.at(clientX, clientY);
    const width = Math.max(box.width / factor, this.narrowest);
    const share = width / box.width;
    this.look(
      point.x + (box.x + box.width / 2 - point.x) * share,
      point.y + (box.y + box.height / 2 - point.y) * share,
      width,
    );
  }

  private onPointerDown(event: PointerEvent): void {
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    // Two fingers mean the map, not a seat.
    this.travelled = this.pointers.size === 1 ? 0 : Infinity;
    this.pinch = undefined;
  }

  private onPointerMove(event: PointerEvent): void {
    if (event.buttons === 0) {
      this.pointers.delete(event.pointerId); // let go somewhere else
    }
    const before = this.pointers.get(event.pointerId);
    if (!before) {
      return;
    }
    const now = { x: event.clientX, y: event.clientY };
    this.pointers.set(event.pointerId, now);
    this.travelled += Math.hypot(now.x - before.x, now.y - before.y);
    if (this.pointers.size === 2) {
      const [a, b] = [...this.pointers.values()];
      if (a && b) {
        const distance = Math.hypot(a.x - b.x, a.y - b.y);
        this.pinch ??= { distance, box: this.box ?? this.whole };
        this.zoomAt((a.x + b.x) / 2, (a.y + b.y) / 2, distance / this.pinch.distance);
        this.pinch = { distance, box: this.box ?? this.whole };
      }
    } else if (this.box && this.travelled > SLIP) {
      this.drawing?.setPointerCapture(event.pointerId);
      const scale = this.pixelsPerChair;
      this.box = inside(
        { ...this.box, x: this.box.x - (now.x - before.x) / scale, y: this.box.y - (now.y - before.y) / scale },
        this.whole,
      );
    }
  }

  private onPointerUp(event: PointerEvent): void {
    this.letGoAt = event.timeStamp;
    const alone = this.pointers.size === 1;
    this.pointers.delete(event.pointerId);
    if (!alone || this.travelled > SLIP || event.button !== 0) {
      return;
    }
    const point = this.at(event.clientX, event.clientY);
    const size = this.pixelsPerChair;
    if (this.isLarge && size < DISCERNIBLE) {
      this.approach(point.x, point.y);
      return;
    }
    const seat = this.plan?.nearby.nearest(point.x, point.y);
    if (!seat) {
      return;
    }
    if (event.pointerType === 'touch' && size < TOUCHABLE) {
      this.approach(seat.x, seat.y);
      return;
    }
    void this.focusSeat(seat);
    this.pick(seat);
  }

  private onPointerCancel(event: PointerEvent): void {
    this.pointers.delete(event.pointerId);
  }

  /** Aids such as voice control press a seat without any pointer. What a pointer did has been seen to already. */
  private onClick(event: MouseEvent): void {
    const id = (event.target as Element).closest<SVGElement>('[data-id]')?.dataset.id;
    const seat = this.plan?.byId.get(Number(id));
    if (seat && event.timeStamp - this.letGoAt > AFTERWARDS) {
      void this.focusSeat(seat);
      this.pick(seat);
    }
  }
}

function rowIndex(rows: readonly Row<Seat>[], row: Row<Seat>): number {
  return rows.findIndex((it) => it.label === row.label) + 1;
}

function inside(box: Box, whole: Box): Box {
  const x = Math.min(Math.max(box.x, whole.x), whole.x + whole.width - box.width);
  const y = Math.min(Math.max(box.y, whole.y), whole.y + whole.height - box.height);
  return { ...box, x, y };
}

customElements.define('fr-hall', FrHall);
