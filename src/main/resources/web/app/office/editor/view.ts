import type { Box } from '../../nearby.ts';

/** In pixels. */
export interface Point {
  x: number;
  y: number;
}

const LARGEST = 80;
const MARGIN = 16;

/** Which part of the hall is on the glass: so many pixels for a chair width, and what lies at the upper left corner. */
export class View {
  constructor(
    readonly scale: number,
    readonly left: number,
    readonly top: number,
  ) {}

  static of(box: Box, width: number, height: number): View {
    const scale = Math.max(
      0.2,
      Math.min((width - 2 * MARGIN) / Math.max(box.width, 1), (height - 2 * MARGIN) / Math.max(box.height, 1), 40),
    );
    return new View(
      scale,
      box.x + box.width / 2 - width / 2 / scale,
      box.y + box.height / 2 - height / 2 / scale,
    );
  }

  /** From pixels to chair widths. */
  at({ x, y }: Point): Point {
    return { x: this.left + x / this.scale, y: this.top + y / this.scale };
  }

  zoomed(factor: number, around: Point, smallest: number): View {
    const scale = Math.min(LARGEST, Math.max(Math.min(smallest, this.scale), this.scale * factor));
    const fixed = this.at(around);
    return new View(scale, fixed.x - around.x / scale, fixed.y - around.y / scale);
  }

  moved(dx: number, dy: number): View {
    return new View(this.scale, this.left - dx / this.scale, this.top - dy / this.scale);
  }

  box(width: number, height: number): Box {
    return { x: this.left, y: this.top, width: width / this.scale, height: height / this.scale };
  }
}
