// How a whole layout is drawn in small, for whoever only looks at it.

/** Where a place is, in chair widths. */
export interface Where {
  x: number;
  y: number;
}

const SIDE = 1.2;
const FRONT = 1.8;
/** A small room is not blown up. */
const LARGEST = 30;

/** From chair widths to the pixels of a canvas that is as wide as it may be. */
export class PlanFrame {
  private constructor(
    readonly wide: number,
    readonly high: number,
    /** Pixels for a chair width. */
    readonly scale: number,
    /** Of a place. */
    readonly size: number,
    private readonly left: number,
    private readonly top: number,
    /** Of all places with the air around them, in pixels. */
    private readonly spread: number,
  ) {}

  static around(places: readonly Where[], wide: number): PlanFrame {
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
    const scale = Math.min(LARGEST, wide / width, Math.max(160, window.innerHeight * 0.5) / height);
    const aside = (wide - width * scale) / 2;
    return new PlanFrame(
      wide,
      Math.round(height * scale),
      scale,
      Math.max(0.8, 0.78 * scale),
      left - SIDE - aside / scale,
      top - FRONT,
      width * scale,
    );
  }

  /** The middle of a place, in pixels. */
  x(place: Where): number {
    return (place.x - this.left) * this.scale;
  }

  y(place: Where): number {
    return (place.y - this.top) * this.scale;
  }

  /** From pixels to chair widths. */
  at(x: number, y: number): Where {
    return { x: x / this.scale + this.left, y: y / this.scale + this.top };
  }

  /** An empty canvas with the screen at its top. */
  begin(canvas: HTMLCanvasElement, screen: string): CanvasRenderingContext2D | null {
    const sharp = window.devicePixelRatio || 1;
    canvas.width = Math.round(this.wide * sharp);
    canvas.height = Math.round(this.high * sharp);
    const drawing = canvas.getContext('2d');
    if (drawing) {
      const middle = this.wide / 2;
      const reach = this.spread * 0.36;
      drawing.scale(sharp, sharp);
      drawing.strokeStyle = screen;
      drawing.lineWidth = Math.max(1.5, 0.12 * this.scale);
      drawing.lineCap = 'round';
      drawing.beginPath();
      drawing.moveTo(middle - reach, this.scale * 0.8);
      drawing.quadraticCurveTo(middle, this.scale * 0.1, middle + reach, this.scale * 0.8);
      drawing.stroke();
      drawing.lineWidth = Math.max(0.5, 0.08 * this.scale);
    }
    return drawing;
  }
}
