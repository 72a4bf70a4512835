import { html, type TemplateResult } from 'lit';
import { PageElement } from '../element.ts';
import type { Layout, PlaceKind } from './office-api.ts';
import { PlanFrame } from './plan-drawing.ts';
import { officeTexts } from './texts.ts';

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
    const places = this.layout.rows.flatMap((row) => row.places);
    if (!canvas || places.length === 0 || this.clientWidth === 0) {
      return;
    }
    const frame = PlanFrame.around(places, this.clientWidth);
    const style = getComputedStyle(this);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const colours: Record<PlaceKind, string> = {
      STANDARD: colour('--seat-edge'),
      WHEELCHAIR: colour('--good'),
      COMPANION: colour('--good'),
      LOVE_SEAT: colour('--bad'),
      BLOCKED: colour('--control'),
    };
    const drawing = frame.begin(canvas, colour('--accent'));
    if (!drawing) {
      return;
    }
    const size = frame.size;
    for (const place of places) {
      const { kind } = place;
      const px = frame.x(place) - size / 2;
      const py = frame.y(place) - size / 2;
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
