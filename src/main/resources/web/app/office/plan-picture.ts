import { html, type TemplateResult } from 'lit';
import { PageElement } from '../element.ts';
import type { Layout, PlaceKind } from './office-api.ts';
import { officeTexts } from './texts.ts';

const SIDE = 1.2;
const FRONT = 1.8;
/** A small room is not blown up. */
const LARGEST = 30;

/** A layout in small: as a canvas, because there may be a hundred thousand places. */
export class FrPlanPicture extends PageElement {
  static override properties = { layout: { attribute: false } };
  declare layout: Layout;
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

  protected override render(): TemplateResult {
    return html`<canvas role="img" aria-label=${officeTexts.screens.picture(this.layout.places, this.layout.rows.length)}></canvas>`;
  }

  protected override updated(): void {
    this.draw();
  }

  private draw(): void {
    const canvas = this.querySelector('canvas');
    const drawing = canvas?.getContext('2d');
    const places = this.layout.rows.flatMap((row) => row.places);
    if (!canvas || !drawing || places.length === 0 || this.clientWidth === 0) {
      return;
    }
    let left = Infinity;
    let right = -Infinity;
    let top = Infinity;
    let bottom = -Infinity;
    for (const { x, y } of places) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    const width = right - left + 2 * SIDE;
    const height = bottom - top + SIDE + FRONT;
    const wide = this.clientWidth;
    const scale = Math.min(LARGEST, wide / width, Math.max(160, window.innerHeight * 0.5) / height);
    const sharp = window.devicePixelRatio || 1;
    const high = Math.round(height * scale);
    canvas.width = Math.round(wide * sharp);
    canvas.height = Math.round(high * sharp);
    const style = getComputedStyle(this);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const colours: Record<PlaceKind, string> = {
      STANDARD: colour('--seat-edge'),
      WHEELCHAIR: colour('--good'),
      COMPANION: colour('--good'),
      LOVE_SEAT: colour('--bad'),
      BLOCKED: colour('--control'),
    };
    const aside = (wide - width * scale) / 2;
    drawing.scale(sharp, sharp);
    drawing.strokeStyle = colour('--accent');
    drawing.lineWidth = Math.max(1.5, 0.12 * scale);
    drawing.lineCap = 'round';
    drawing.beginPath();
    drawing.moveTo(wide / 2 - width * scale * 0.36, scale * 0.8);
    drawing.quadraticCurveTo(wide / 2, scale * 0.1, wide / 2 + width * scale * 0.36, scale * 0.8);
    drawing.stroke();
    const size = Math.max(0.8, 0.78 * scale);
    drawing.lineWidth = Math.max(0.5, 0.08 * scale);
    for (const { x, y, kind } of places) {
      const px = aside + (x - left + SIDE) * scale - size / 2;
      const py = (y - top + FRONT) * scale - size / 2;
      drawing.fillStyle = drawing.strokeStyle = colours[kind];
      if (kind === 'STANDARD') {
        drawing.fillRect(px, py, size, size);
      } else if (kind === 'BLOCKED') {
        drawing.strokeRect(px, py, size, size);
      } else {
        drawing.beginPath();
        drawing.arc(px + size / 2, py + size / 2, size / 2, 0, 2 * Math.PI);
        drawing.fill();
      }
    }
  }
}

customElements.define('fr-plan-picture', FrPlanPicture);
