import { colours, LABEL_AWAY } from './hall-drawing.ts';
import type { Seat } from './api.ts';
import type { Look } from './live-show.ts';
import type { Spot } from './nearby.ts';
import type { Row } from './rows.ts';

/** Beneath this a chair is a dot of its colour, and no outline can be seen. */
const OUTLINED = 7;
/** The smallest letters in which rows are named. */
const READABLE = 11;

/** How wide and in which colours; what is free is large, what is taken is small, also for those who tell no colours apart. */
const DOTS: Record<Look, { size: number; fill: string; edge?: string }> = {
  available: { size: 0.8, fill: 'seat', edge: 'seat-edge' },
  picked: { size: 0.9, fill: 'lit', edge: 'on-lit' },
  mine: { size: 0.9, fill: 'mine' },
  myBooking: { size: 0.9, fill: 'good' },
  held: { size: 0.66, fill: 'seat-held' },
  booked: { size: 0.46, fill: 'seat-booked' },
  blocked: { size: 0.2, fill: 'control' },
};

export interface Onto {
  scale: number;
  /** Where the middle of the drawing is, in pixels of the canvas's box. */
  left: number;
  top: number;
  width: number;
  height: number;
  /** Beside the rows, for their labels; in chair widths. */
  side: number;
}

/**
 * A large hall from afar: a dot for each seat, on a canvas, because thousands of elements are too slow. It remembers what it
 * has painted; when a seat changes only that seat is painted anew.
 */
export class HallPicture {
  private painted: (Look | undefined)[] = [];
  private how = '';
  private readonly dark = matchMedia('(prefers-color-scheme: dark)');

  constructor(private readonly canvas: HTMLCanvasElement) {}

  /** @param look undefined where nothing is to be painted */
  paint(seats: readonly Seat[], rows: readonly Row<Seat>[], onto: Onto, look: (seat: Seat) => Look | undefined): void {
    const context = this.canvas.getContext('2d');
    if (!context) {
      return;
    }
    const sharp = window.devicePixelRatio || 1;
    const how = [onto.scale, onto.left, onto.top, onto.width, onto.height, sharp, seats.length, this.dark.matches].join();
    const anew = how !== this.how;
    if (anew) {
      this.how = how;
      this.painted = new Array<Look | undefined>(seats.length);
      this.canvas.width = Math.round(onto.width * sharp); // and it is empty
      this.canvas.height = Math.round(onto.height * sharp);
      this.canvas.style.width = `${onto.width}px`;
      this.canvas.style.height = `${onto.height}px`;
    }
    const changed = new Map<Look, Seat[]>();
    const gone: Seat[] = [];
    seats.forEach((seat, i) => {
      const now = look(seat);
      const before = this.painted[i];
      if (now === before) {
        return;
      }
      this.painted[i] = now;
      if (before !== undefined) {
        gone.push(seat);
      }
      if (now !== undefined) {
        const same = changed.get(now);
        if (same) {
          same.push(seat);
        } else {
          changed.set(now, [seat]);
        }
      }
    });
    if (!anew && gone.length === 0 && changed.size === 0) {
      return;
    }
    const colour = colours(this.canvas);
    const { scale } = onto;
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    const x = (seat: { x: number }) => onto.left + seat.x * scale;
    const y = (seat: { y: number }) => onto.top + seat.y * scale;
    const isOutside = (seat: Seat) => x(seat) < -scale || y(seat) < -scale || x(seat) > onto.width + scale || y(seat) > onto.height + scale;
    const room = 0.95 * scale;
    gone.forEach((seat) => context.clearRect(x(seat) - room / 2, y(seat) - room / 2, room, room));
    changed.forEach((some, it) => {
      const dot = DOTS[it];
      const size = Math.max(1, dot.size * scale);
      const outlined = dot.edge !== undefined && scale >= OUTLINED;
      context.beginPath();
      for (const seat of some) {
        if (!isOutside(seat)) {
          context.rect(x(seat) - size / 2, y(seat) - size / 2, size, size);
        }
      }
      context.fillStyle = colour(outlined || dot.edge === undefined || it === 'picked' ? dot.fill : dot.edge);
      context.fill();
      if (outlined && dot.edge) {
        context.strokeStyle = colour(dot.edge);
        context.lineWidth = Math.max(1, 0.07 * scale);
        context.stroke();
      }
    });
    if (anew) {
      nameRows(context, rows, onto, getComputedStyle(this.canvas).fontFamily, colour('quiet'));
    }
  }
}

/** Of rows that are closer to each other than letters are high, only some are named; none if there is no room beside them. */
export function nameRows(
  context: CanvasRenderingContext2D,
  rows: readonly Row<Spot>[],
  onto: Pick<Onto, 'scale' | 'left' | 'top' | 'side'>,
  font: string,
  colour: string,
): void {
  const size = Math.max(READABLE, 0.44 * onto.scale);
  const away = Math.max(LABEL_AWAY * onto.scale, 5);
  context.font = `600 ${size}px ${font}`;
  const widest = rows.reduce((most, row) => Math.max(most, context.measureText(row.label).width), 0);
  if (widest + away > onto.side * onto.scale) {
    return; // they would be cut off
  }
  context.fillStyle = colour;
  context.textBaseline = 'middle';
  for (const side of ['left', 'right'] as const) {
    context.textAlign = side === 'left' ? 'right' : 'left';
    const named: { x: number; y: number }[] = [];
    for (const row of rows) {
      const seat = row.seats[side === 'left' ? 0 : row.seats.length - 1];
      if (!seat) {
        continue;
      }
      const x = onto.left + seat.x * onto.scale + (side === 'left' ? -away : away);
      const y = onto.top + seat.y * onto.scale;
      // Rows come by their distance, so only the last few can be in the way.
      if (named.slice(-8).every((it) => Math.abs(it.y - y) >= size * 1.15 || Math.abs(it.x - x) >= widest)) {
        named.push({ x, y });
        context.fillText(row.label, x, y);
      }
    }
  }
}
