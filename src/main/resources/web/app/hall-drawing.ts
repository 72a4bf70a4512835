import { nothing, svg, type TemplateResult } from 'lit';
import type { Look } from './live-show.ts';
import type { Box, Spot } from './nearby.ts';
import { around } from './nearby.ts';
import { texts } from './texts/texts.ts';

// How halls are drawn, for the guest who picks a seat and for those who draw the hall. In chair widths.

/** Space around the seats: for the screen in front and the row labels at the sides. */
const FRONT = 2.6;
const SIDE = 1.2;
const LETTER = 0.4;
const BACK = 0.8;
/** Half a chair; a little less than half a place, so that there is air between two. */
export const HALF = 0.42;
/** How far from its last chair a row is named. */
export const LABEL_AWAY = 0.8;

const CHAIR = `M-${HALF} -${HALF - 0.16} q0 -0.16 0.16 -0.16 h${2 * HALF - 0.32} q0.16 0 0.16 0.16 v${HALF + 0.02} q0 0.24 -0.24 0.24 h-${2 * HALF - 0.48} q-0.24 0 -0.24 -0.24 z`;
const SMALL = 'M-0.18 -0.3 h0.36 q0.12 0 0.12 0.12 v0.36 q0 0.12 -0.12 0.12 h-0.36 q-0.12 0 -0.12 -0.12 v-0.36 q0 -0.12 0.12 -0.12 z';
const ROUND = `M-${HALF + 0.02} 0 a${HALF + 0.02} ${HALF + 0.02} 0 1 0 ${2 * HALF + 0.04} 0 a${HALF + 0.02} ${HALF + 0.02} 0 1 0 -${2 * HALF + 0.04} 0 z`;

/** Each look has a shape of its own, so that nobody needs to tell colours apart. */
export const CHAIRS: Record<Look, string> = {
  available: CHAIR,
  picked: CHAIR,
  held: CHAIR,
  mine: ROUND,
  myBooking: ROUND,
  booked: SMALL,
  blocked: SMALL,
};

export const MARKS = {
  tick: 'M-0.2 0.0 L-0.05 0.16 L0.22 -0.16',
  star: 'M0 -0.27 L0.08 -0.09 L0.27 -0.07 L0.13 0.06 L0.17 0.25 L0 0.15 L-0.17 0.25 L-0.13 0.06 L-0.27 -0.07 L-0.08 -0.09 Z',
  cross: 'M-0.14 -0.14 L0.14 0.14 M0.14 -0.14 L-0.14 0.14',
  wheelchair: 'M-0.06 -0.27 v0.22 h0.18 l0.1 0.2 M0.02 0.0 M-0.08 -0.06 a0.17 0.17 0 1 0 0.2 0.22',
  companion: 'M-0.19 0.22 q0 -0.22 0.19 -0.22 q0.19 0 0.19 0.22 M-0.1 -0.14 a0.1 0.1 0 1 0 0.2 0 a0.1 0.1 0 1 0 -0.2 0',
  heart: 'M0 0.22 L-0.19 0.02 A0.12 0.12 0 0 1 0 -0.13 A0.12 0.12 0 0 1 0.19 0.02 Z',
};

/** What is drawn around the seats: larger where the hall is, or nobody could read it. */
export interface Surroundings {
  /** The hall with all of it. */
  whole: Box;
  /** How much larger than in a usual hall. */
  unit: number;
  /** The room beside the rows, for their labels. */
  side: number;
}

const USUAL_WIDTH = 34;

export function surroundings(seats: readonly Spot[], rows: Iterable<{ label: string }>): Surroundings {
  const room = around(seats);
  const unit = Math.max(1, room.width / USUAL_WIDTH);
  let longest = 1;
  for (const { label } of rows) {
    longest = Math.max(longest, label.length);
  }
  const side = (SIDE + LETTER * longest) * unit;
  const front = FRONT * unit;
  return {
    unit,
    side,
    whole: { x: room.x - side, y: room.y - front, width: room.width + 2 * side, height: room.height + front + BACK * unit },
  };
}

/** In units, around the middle of its lower edge. */
export function screenOf({ whole, side, unit }: Surroundings): { light: string; edge: string; x: number; y: number } {
  const half = Math.max(2, (whole.width / 2 - side * 1.4) / unit);
  const edge = `M${-half} 0 Q0 -0.9 ${half} 0`;
  return {
    edge,
    light: `${edge} L${half * 0.86} 1.4 Q0 0.7 ${-half * 0.86} 1.4 Z`,
    x: whole.x + whole.width / 2,
    y: whole.y + 1.1 * unit,
  };
}

export function drawScreen(around: Surroundings): TemplateResult {
  const { light, edge, x, y } = screenOf(around);
  return svg`
    <g class="screen" aria-hidden="true" transform="translate(${x} ${y}) scale(${around.unit})">
      <path class="screen-light" d=${light} />
      <path class="screen-edge" d=${edge} />
      <text y="0.55" text-anchor="middle">${texts.hall.screen}</text>
    </g>`;
}

export function drawChair(look: Look): TemplateResult {
  return svg`<path class="chair" d=${CHAIRS[look]} />`;
}

/** @param number undefined where it is about the look alone */
export function drawMark(look: Look, kind: string, number?: number): TemplateResult | typeof nothing {
  switch (look) {
    case 'picked':
    case 'mine':
      return svg`<path class="mark" d=${MARKS.tick} />`;
    case 'myBooking':
      return svg`<path class="mark mark-full" d=${MARKS.star} />`;
    case 'booked':
      return svg`<path class="mark" d=${MARKS.cross} />`;
    case 'available':
      if (kind === 'WHEELCHAIR') {
        return svg`<path class="mark" d=${MARKS.wheelchair} />`;
      }
      return number === undefined ? nothing : svg`<text class="seat-number" text-anchor="middle" y="0.11">${number}</text>`;
    default:
      return nothing;
  }
}

const shapes = new Map<string, Path2D>();

/** The same shapes for a canvas. */
export function shape(path: string): Path2D {
  let found = shapes.get(path);
  if (!found) {
    found = new Path2D(path);
    shapes.set(path, found);
  }
  return found;
}

/** The page's colours for a canvas, which knows no stylesheet. */
export function colours(element: Element): (name: string) => string {
  const style = getComputedStyle(element);
  const known = new Map<string, string>();
  return (name) => {
    let colour = known.get(name);
    if (colour === undefined) {
      colour = style.getPropertyValue(`--${name}`).trim();
      known.set(name, colour);
    }
    return colour;
  };
}
