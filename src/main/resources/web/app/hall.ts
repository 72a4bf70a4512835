import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Seat } from './api.ts';
import { PageElement } from './element.ts';
import { money, seatName } from './format.ts';
import type { LiveShow, Look } from './live-show.ts';
import { Watching } from './store.ts';
import { texts } from './texts/texts.ts';

/** Space around the seats, in chair widths: for the screen in front and the row labels at the sides. */
const FRONT = 2.6;
const SIDE = 1.2;
const LETTER = 0.4;
const BACK = 0.8;
/** Half a chair; a little less than half a place, so that there is air between two. */
const HALF = 0.42;
/** A seat has to be this large on the glass to be touched with confidence (WCAG 2.5.8). */
const TOUCHABLE = 24;
const MOST_ZOOM = 8;
/** More than this is a drag, not a tap. */
const SLIP = 8;
/** The click that belongs to a pointer comes within this time. */
const AFTERWARDS = 500;

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Row {
  label: string;
  y: number;
  seats: Seat[];
}

/**
 * The room as the guest sees it, drawn from the real positions of the chairs. One seat is in the tab order, the arrow
 * keys go on from there. On a small screen a tap on a seat that is too small to be meant first comes closer.
 */
export class FrHall extends PageElement {
  static override properties = { show: { attribute: false }, focused: { state: true }, box: { state: true } };
  declare show: LiveShow;
  /** A seat's id. */
  declare focused: number | undefined;
  declare box: Box | undefined;

  private watching: Watching | undefined;
  private readonly pointers = new Map<number, { x: number; y: number }>();
  private travelled = 0;
  private letGoAt = -Infinity;
  private pinch: { distance: number; box: Box } | undefined;
  private readonly resized = new ResizeObserver(() => this.requestUpdate());

  override connectedCallback(): void {
    super.connectedCallback();
    this.watching ??= new Watching(this, this.show);
    this.resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  protected override render(): TemplateResult | typeof nothing {
    const map = this.show.map;
    if (!map) {
      return nothing;
    }
    const rows = this.rows;
    const whole = this.whole;
    const box = this.box ?? whole;
    const focused = this.focusable;
    return html`
      <div class="hall ${this.box ? 'hall-zoomed' : ''}">
        <p id="hall-help" class="visually-hidden">${texts.hall.help}</p>
        <svg
          viewBox="${box.x} ${box.y} ${box.width} ${box.height}"
          role="grid"
          aria-label=${texts.hall.label(map.movie)}
          aria-describedby="hall-help"
          aria-multiselectable="true"
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
          ${this.drawScreen(whole)}
          ${rows.map(
            (row) => svg`
              <g role="row" aria-label=${texts.hall.row(row.label)}>
                ${this.drawRowLabels(row)}
                ${row.seats.map((seat) => this.drawSeat(seat, seat.id === focused))}
              </g>`,
          )}
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
      ${this.drawLegend()}
    `;
  }

  private drawScreen(whole: Box): TemplateResult {
    const middle = whole.x + whole.width / 2;
    const half = Math.max(2, whole.width / 2 - this.side * 1.4);
    const y = whole.y + 1.1;
    return svg`
      <g class="screen" aria-hidden="true">
        <path class="screen-light" d="M${middle - half} ${y} Q${middle} ${y - 0.9} ${middle + half} ${y}
          L${middle + half * 0.86} ${y + 1.4} Q${middle} ${y + 0.7} ${middle - half * 0.86} ${y + 1.4} Z" />
        <path class="screen-edge" d="M${middle - half} ${y} Q${middle} ${y - 0.9} ${middle + half} ${y}" />
        <text x=${middle} y=${y + 0.55} text-anchor="middle">${texts.hall.screen}</text>
      </g>`;
  }

  private drawRowLabels(row: Row): TemplateResult {
    const first = row.seats[0];
    const last = row.seats[row.seats.length - 1];
    return svg`
      <text class="row-label" aria-hidden="true" text-anchor="end" x=${(first?.x ?? 0) - 0.8} y=${(first?.y ?? 0) + 0.16}>${row.label}</text>
      <text class="row-label" aria-hidden="true" text-anchor="start" x=${(last?.x ?? 0) + 0.8} y=${(last?.y ?? 0) + 0.16}>${row.label}</text>`;
  }

  private drawSeat(seat: Seat, focusable: boolean): TemplateResult {
    const look = this.show.look(seat);
    const name = texts.hall.seat(
      seat.row,
      seat.number,
      texts.hall.status[look],
      money(seat.price, this.show.map?.currency ?? 'EUR'),
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
        ${drawChair(look)} ${drawMark(look, seat)}
      </g>`;
  }

  private drawLegend(): TemplateResult {
    const plain = { number: NaN, kind: 'STANDARD' } as Seat;
    const hasSpaces = this.show.map?.seats.some((seat) => seat.kind === 'WHEELCHAIR');
    return html`
      <ul class="legend" aria-label=${texts.hall.legend}>
        ${this.show.looks.map(
          (look) => html`
            <li>
              <svg viewBox="-0.55 -0.55 1.1 1.1" aria-hidden="true" class="seat seat-${look}">
                ${drawChair(look)} ${drawMark(look, plain)}
              </svg>
              ${texts.hall.status[look]}
            </li>`,
        )}
        ${hasSpaces
          ? html`<li>
              <svg viewBox="-0.55 -0.55 1.1 1.1" aria-hidden="true" class="seat seat-available">
                ${drawChair('available')} ${drawMark('available', { ...plain, kind: 'WHEELCHAIR' })}
              </svg>
              ${texts.hall.kind.WHEELCHAIR}
            </li>`
          : nothing}
      </ul>`;
  }

  private get rows(): Row[] {
    const rows = new Map<string, Seat[]>();
    this.show.map?.seats.forEach((seat) => {
      const row = rows.get(seat.row);
      if (row) {
        row.push(seat);
      } else {
        rows.set(seat.row, [seat]);
      }
    });
    return [...rows]
      .map(([label, seats]) => ({
        label,
        seats: seats.sort((a, b) => a.x - b.x),
        y: seats.reduce((sum, seat) => sum + seat.y, 0) / seats.length,
      }))
      .sort((a, b) => a.y - b.y);
  }

  /** Room for the longest row label. */
  private get side(): number {
    return SIDE + LETTER * Math.max(...(this.show.map?.seats ?? []).map((seat) => seat.row.length), 1);
  }

  private get whole(): Box {
    const seats = this.show.map?.seats ?? [];
    const xs = seats.map((seat) => seat.x);
    const ys = seats.map((seat) => seat.y);
    const side = this.side;
    const x = Math.min(...xs) - side;
    const y = Math.min(...ys) - FRONT;
    return { x, y, width: Math.max(...xs) + side - x, height: Math.max(...ys) + BACK - y };
  }

  /** The one seat that the tab key reaches. */
  private get focusable(): number | undefined {
    const seats = this.show.map?.seats ?? [];
    if (seats.some((seat) => seat.id === this.focused)) {
      return this.focused;
    }
    const first = seats.find((seat) => this.show.look(seat) === 'available') ?? seats[0];
    return first?.id;
  }

  private onFocus(seat: Seat): void {
    this.focused = seat.id;
    const box = this.box;
    if (box && (seat.x < box.x + 1 || seat.x > box.x + box.width - 1 || seat.y < box.y + 1 || seat.y > box.y + box.height - 1)) {
      this.look(seat.x, seat.y, box.width);
    }
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const rows = this.rows;
    const focusable = this.focusable;
    const row = rows.findIndex((it) => it.seats.some((seat) => seat.id === focusable));
    const seats = rows[row]?.seats ?? [];
    const place = seats.findIndex((seat) => seat.id === focusable);
    const seat = seats[place];
    if (!seat) {
      return;
    }
    const towards = (other: Row | undefined) =>
      other?.seats.reduce((best, it) => (Math.abs(it.x - seat.x) < Math.abs(best.x - seat.x) ? it : best));
    const goals: Record<string, () => Seat | undefined> = {
      ArrowLeft: () => seats[place - 1],
      ArrowRight: () => seats[place + 1],
      ArrowUp: () => towards(rows[row - 1]),
      ArrowDown: () => towards(rows[row + 1]),
      Home: () => seats[0],
      End: () => seats[seats.length - 1],
    };
    const goal = goals[event.key];
    if (goal) {
      event.preventDefault();
      const next = goal();
      if (next) {
        this.focusSeat(next);
      }
    } else if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      this.pick(seat);
    } else if (event.key === '+' || event.key === '-') {
      event.preventDefault();
      this.zoom(event.key === '+' ? 1.6 : 1 / 1.6, seat);
    }
  }

  private focusSeat(seat: Seat): void {
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
    const narrow = Math.max(width, whole.width / MOST_ZOOM);
    const height = (narrow * whole.height) / whole.width;
    this.box = inside({ x: x - narrow / 2, y: y - height / 2, width: narrow, height }, whole);
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
    const width = Math.max(box.width / factor, this.whole.width / MOST_ZOOM);
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
    const seat = this.nearest(point);
    if (!seat) {
      return;
    }
    if (event.pointerType === 'touch' && this.pixelsPerChair < TOUCHABLE) {
      this.look(seat.x, seat.y, this.whole.width * (this.pixelsPerChair / (TOUCHABLE * 1.4)));
      return;
    }
    this.focusSeat(seat);
    this.pick(seat);
  }

  private onPointerCancel(event: PointerEvent): void {
    this.pointers.delete(event.pointerId);
  }

  /** Aids such as voice control press a seat without any pointer. What a pointer did has been seen to already. */
  private onClick(event: MouseEvent): void {
    const id = (event.target as Element).closest<SVGElement>('[data-id]')?.dataset.id;
    const seat = this.show.map?.seats.find((it) => String(it.id) === id);
    if (seat && event.timeStamp - this.letGoAt > AFTERWARDS) {
      this.focusSeat(seat);
      this.pick(seat);
    }
  }

  private nearest(point: { x: number; y: number }): Seat | undefined {
    const away = (seat: Seat) => Math.hypot(seat.x - point.x, seat.y - point.y);
    return this.show.map?.seats
      .filter((seat) => Math.abs(seat.x - point.x) <= 0.5 && Math.abs(seat.y - point.y) <= 0.55)
      .reduce<Seat | undefined>((best, seat) => (best && away(best) <= away(seat) ? best : seat), undefined);
  }
}

function inside(box: Box, whole: Box): Box {
  const x = Math.min(Math.max(box.x, whole.x), whole.x + whole.width - box.width);
  const y = Math.min(Math.max(box.y, whole.y), whole.y + whole.height - box.height);
  return { ...box, x, y };
}

/** Each look has a shape of its own, so that nobody needs to tell colours apart. */
function drawChair(look: Look): TemplateResult {
  switch (look) {
    case 'booked':
      return svg`<rect class="chair" x="-0.3" y="-0.3" width="0.6" height="0.6" rx="0.12" />`;
    case 'blocked':
      return svg`<rect class="chair" x="-0.3" y="-0.3" width="0.6" height="0.6" rx="0.12" stroke-dasharray="0.12 0.1" />`;
    case 'mine':
    case 'myBooking':
      return svg`<circle class="chair" r=${HALF + 0.02} />`;
    default:
      return svg`<path class="chair" d="M-${HALF} -${HALF - 0.16} q0 -0.16 0.16 -0.16 h${2 * HALF - 0.32} q0.16 0 0.16 0.16
        v${HALF + 0.02} q0 0.24 -0.24 0.24 h-${2 * HALF - 0.48} q-0.24 0 -0.24 -0.24 z" />`;
  }
}

function drawMark(look: Look, seat: Seat): TemplateResult | typeof nothing {
  switch (look) {
    case 'picked':
    case 'mine':
      return svg`<path class="mark" d="M-0.2 0.0 L-0.05 0.16 L0.22 -0.16" />`;
    case 'myBooking':
      return svg`<path class="mark mark-full" d="M0 -0.27 L0.08 -0.09 L0.27 -0.07 L0.13 0.06 L0.17 0.25 L0 0.15 L-0.17 0.25 L-0.13 0.06 L-0.27 -0.07 L-0.08 -0.09 Z" />`;
    case 'booked':
      return svg`<path class="mark" d="M-0.14 -0.14 L0.14 0.14 M0.14 -0.14 L-0.14 0.14" />`;
    case 'available':
      if (seat.kind === 'WHEELCHAIR') {
        return svg`<path class="mark" d="M-0.06 -0.27 v0.22 h0.18 l0.1 0.2 M0.02 0.0 M-0.08 -0.06 a0.17 0.17 0 1 0 0.2 0.22" />`;
      }
      return Number.isNaN(seat.number)
        ? nothing
        : svg`<text class="seat-number" text-anchor="middle" y="0.11">${seat.number}</text>`;
    default:
      return nothing;
  }
}

customElements.define('fr-hall', FrHall);
