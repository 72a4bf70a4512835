import { html, nothing, type TemplateResult } from 'lit';
import type { Label } from '../../api.ts';
import { PageElement } from '../../element.ts';
import { seatName } from '../../format.ts';
import { PlanFrame, type Where } from '../plan-drawing.ts';
import { officeTexts } from '../texts.ts';

/** A seat with its heat, from 0 to 1; none if there is nothing to be said of it. */
export interface HeatSeat extends Label {
  x?: number;
  y?: number;
  value?: number;
  isBlocked: boolean;
}

export interface HeatPicture<T extends HeatSeat = HeatSeat> {
  seats: T[];
  /** The ends of the scale, and what has no value. */
  low: string;
  high: string;
  none: string;
  /** What there is to be said of a seat. */
  tell: (seat: T) => string;
  summary: string;
}

/** As many shades as the eye tells apart. */
const SHADES = [1, 2, 3, 4, 5, 6];
/** How far from a seat one may point, in chair widths. */
const REACH = 0.9;

/**
 * The plan of a hall in shades of one colour, darker for more where the page is light, and lighter for more where it is
 * dark. As a canvas, because there may be a hundred thousand places.
 */
export class FrHeatMap extends PageElement {
  static override properties = { picture: { attribute: false }, told: { state: true }, sought: { state: true } };
  declare picture: HeatPicture;
  declare told: HeatSeat | undefined;
  /** What was typed to find a seat, if there is none of this name. */
  declare sought: string | undefined;
  private frame: PlanFrame | undefined;
  private placed: (HeatSeat & Where)[] = [];
  private readonly dark = window.matchMedia('(prefers-color-scheme: dark)');
  private readonly redraw = () => this.draw();
  private readonly resized = new ResizeObserver(this.redraw);

  override connectedCallback(): void {
    super.connectedCallback();
    this.resized.observe(this);
    this.dark.addEventListener('change', this.redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
    this.dark.removeEventListener('change', this.redraw);
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('picture')) {
      this.placed = this.picture.seats.filter((seat): seat is HeatSeat & Where => seat.x !== undefined && seat.y !== undefined);
      this.told = undefined;
    }
  }

  protected override render(): TemplateResult {
    const words = officeTexts.numbers;
    const { low, high, none, summary, tell } = this.picture;
    const told = this.told;
    return html`
      <p class="heat-legend">
        <span class="heat-range">
          <span>${low}</span>
          <span class="heat-scale" aria-hidden="true">${SHADES.map((shade) => html`<i class="heat-${shade}"></i>`)}</span>
          <span>${high}</span>
        </span>
        <span class="heat-none">${none}</span>
        ${this.picture.seats.some((seat) => seat.isBlocked) ? html`<span class="heat-blocked">${words.blockedSeat}</span>` : nothing}
      </p>
      <div class="heat-plan">
        <canvas role="img" aria-label=${summary} @pointermove=${this.onPoint} @pointerdown=${this.onPoint}></canvas>
        <span class="heat-mark" aria-hidden="true" hidden></span>
      </div>
      <form class="heat-find" @submit=${(event: Event) => event.preventDefault()}>
        <label class="filter">
          ${words.findSeat}
          <input type="search" name="seat" maxlength="40" autocomplete="off" spellcheck="false" @input=${this.onFind} />
        </label>
        <p role="status">${
          this.sought !== undefined
            ? words.noSuchSeat(this.sought)
            : told
              ? html`<strong>${seatName(told)}</strong> ${tell(told)}`
              : html`<span class="quiet">${words.pointAt}</span>`
        }</p>
      </form>`;
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has('picture')) {
      this.draw();
    }
    this.mark();
  }

  private draw(): void {
    const canvas = this.querySelector('canvas');
    if (!canvas || this.placed.length === 0 || this.clientWidth === 0) {
      return;
    }
    const frame = PlanFrame.around(this.placed, canvas.clientWidth);
    this.frame = frame;
    const style = getComputedStyle(this);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const shades = SHADES.map((shade) => colour(`--heat-${shade}`));
    const drawing = frame.begin(canvas, colour('--quiet'));
    if (!drawing) {
      return;
    }
    const size = frame.size;
    drawing.strokeStyle = colour('--control');
    for (const seat of this.placed) {
      const px = frame.x(seat) - size / 2;
      const py = frame.y(seat) - size / 2;
      if (seat.value !== undefined) {
        drawing.fillStyle = shades[shadeOf(seat.value) - 1] ?? '';
        drawing.fillRect(px, py, size, size);
      } else if (seat.isBlocked) {
        drawing.beginPath();
        drawing.moveTo(px + size * 0.2, py + size * 0.2);
        drawing.lineTo(px + size * 0.8, py + size * 0.8);
        drawing.moveTo(px + size * 0.8, py + size * 0.2);
        drawing.lineTo(px + size * 0.2, py + size * 0.8);
        drawing.stroke();
      } else {
        const line = drawing.lineWidth;
        drawing.strokeRect(px + line / 2, py + line / 2, size - line, size - line);
      }
    }
    this.mark();
  }

  /** A ring around the seat that is spoken of; the picture below it stays as it is. */
  private mark(): void {
    const ring = this.querySelector<HTMLElement>('.heat-mark');
    const seat = this.told;
    if (!ring) {
      return;
    }
    ring.hidden = seat?.x === undefined || !this.frame;
    if (this.frame && seat?.x !== undefined && seat.y !== undefined) {
      const size = Math.max(14, this.frame.size + 8);
      ring.style.width = ring.style.height = `${size}px`;
      ring.style.left = `${this.frame.x(seat as Where) - size / 2}px`;
      ring.style.top = `${this.frame.y(seat as Where) - size / 2}px`;
    }
  }

  private onPoint(event: PointerEvent): void {
    const frame = this.frame;
    if (!frame) {
      return;
    }
    const at = frame.at(event.offsetX, event.offsetY);
    // In a small picture of a large hall nobody can point more exactly.
    let nearest = Math.max(REACH, 8 / frame.scale) ** 2;
    let found: HeatSeat | undefined;
    for (const seat of this.placed) {
      const away = (seat.x - at.x) ** 2 + (seat.y - at.y) ** 2;
      if (away < nearest) {
        nearest = away;
        found = seat;
      }
    }
    if (found) {
      this.told = found;
      this.sought = undefined;
    }
  }

  private onFind(event: InputEvent): void {
    const typed = (event.target as HTMLInputElement).value.trim();
    const plain = (text: string) => text.toLowerCase().replace(/\s+/g, '');
    const found = typed === '' ? undefined : this.picture.seats.find((seat) => plain(seatName(seat)) === plain(typed));
    this.told = found;
    this.sought = found || typed === '' ? undefined : typed;
  }
}

function shadeOf(value: number): number {
  return Math.min(SHADES.length, 1 + Math.floor(value * SHADES.length));
}

customElements.define('fr-heat-map', FrHeatMap);
