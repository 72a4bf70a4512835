import { hundredth, type Place } from './layout.ts';

/** Several rows that are drawn at once. Everything can be changed until they become plain places. */
export interface Block {
  readonly rows: number;
  /** In the row that is nearest to the screen. */
  readonly seats: number;
  /** How many more each row has than the one in front of it; fewer if negative. */
  readonly growth: number;
  readonly align: 'left' | 'centre' | 'right';
  /** The middle of the row that is nearest to the screen. */
  readonly x: number;
  readonly y: number;
  readonly rowSpacing: number;
  /** The arc of the first row in degrees, around a point in front of it; 0 is straight. */
  readonly bend: number;
  /** In degrees, clockwise. */
  readonly rotation: number;
  /** After so many seats of the first row, from the left, there is a gap; it goes straight through all rows. */
  readonly aisles: readonly number[];
  /** In chair widths. */
  readonly aisleWidth: number;
  readonly firstRow: string;
  readonly scheme: 'letters' | 'numbers';
  /** I and O are easily taken for 1 and 0. */
  readonly skipsIO: boolean;
  readonly firstNumber: number;
  /** 2 where one side has the odd and the other the even numbers. */
  readonly numberStep: number;
  readonly fromRight: boolean;
}

export const FIRST_BLOCK: Block = {
  rows: 8,
  seats: 14,
  growth: 0,
  align: 'centre',
  x: 0,
  y: 0,
  rowSpacing: 1.2,
  bend: 20,
  rotation: 0,
  aisles: [7],
  aisleWidth: 1,
  firstRow: 'A',
  scheme: 'letters',
  skipsIO: false,
  firstNumber: 1,
  numberStep: 1,
  fromRight: false,
};

export const MOST_ROWS = 1_000;
export const MOST_SEATS_IN_ROW = 1_000;

/** The places of the block, row by row from the screen, each from left to right. */
export function placesIn(block: Block): Place[] {
  const places: Place[] = [];
  const radius = radiusOf(block);
  const turn = (block.rotation * Math.PI) / 180;
  const [sin, cos] = [Math.sin(turn), Math.cos(turn)];
  for (let row = 0; row < block.rows; row++) {
    const label = labelOf(block, row);
    const offsets = offsetsOf(block, row);
    const away = row * block.rowSpacing;
    offsets.forEach((offset, i) => {
      const [x, y] = radius === undefined ? [offset, away] : onArc(offset, radius, away);
      const order = block.fromRight ? offsets.length - 1 - i : i;
      places.push({
        row: label,
        number: block.firstNumber + order * block.numberStep,
        x: hundredth(block.x + x * cos - y * sin),
        y: hundredth(block.y + x * sin + y * cos),
        kind: 'STANDARD',
      });
    });
  }
  return places;
}

/** Of the first row; undefined if it is straight. */
function radiusOf(block: Block): number | undefined {
  const offsets = offsetsOf(block, 0);
  const width = (offsets[offsets.length - 1] ?? 0) - (offsets[0] ?? 0);
  const angle = (Math.abs(block.bend) * Math.PI) / 180;
  return angle < 0.001 || width === 0 ? undefined : (Math.sign(block.bend) * width) / angle;
}

/** Rows are arcs around one point, so chairs are as far from their neighbours in each of them. */
function onArc(offset: number, radius: number, away: number): [number, number] {
  const r = radius + away;
  if (Math.abs(r) < 0.5) {
    return [offset, away]; // bent the other way until nothing is left of the row
  }
  return [r * Math.sin(offset / r), r * Math.cos(offset / r) - radius];
}

/** How far each chair of a row is from the middle of the block. */
function offsetsOf(block: Block, row: number): number[] {
  const more = row * block.growth;
  const seats = Math.max(0, Math.min(block.seats + more, MOST_SEATS_IN_ROW));
  const onTheLeft = block.align === 'left' ? 0 : block.align === 'right' ? more : Math.floor(more / 2);
  const aisles = block.aisles.filter((after) => after > 0 && after < block.seats);
  const middle = (block.seats - 1 + aisles.length * block.aisleWidth) / 2;
  // In the middle, and not half a chair beside it where a row has one more on one side.
  const shift = block.align === 'centre' ? more / 2 - onTheLeft : 0;
  const offsets: number[] = [];
  for (let i = 0; i < seats; i++) {
    const inFirstRow = i - onTheLeft;
    const gaps = aisles.filter((after) => inFirstRow >= after).length;
    offsets.push(inFirstRow + gaps * block.aisleWidth - middle - shift);
  }
  return offsets;
}

function labelOf(block: Block, row: number): string {
  return rowLabel(block.firstRow, block.scheme, block.skipsIO, row);
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The label of the nth row behind the first one. What stands in front of its last letters or digits stays: "L-A", "L-B". */
export function rowLabel(first: string, scheme: Block['scheme'], skipsIO: boolean, row: number): string {
  if (scheme === 'numbers') {
    const [, before = '', digits = '1'] = /^(.*?)(\d+)$/u.exec(first) ?? [first, first];
    return before + (Number(digits) + row);
  }
  const alphabet = skipsIO ? LETTERS.replace(/[IO]/g, '') : LETTERS;
  const [, before = '', letters = 'A'] = /^(.*?)([A-Za-z]+)$/u.exec(first) ?? [first, first];
  return before + lettersOf(positionOf(letters.toUpperCase(), alphabet) + row, alphabet);
}

/** A is 1, Z is 26, AA is 27. */
function positionOf(letters: string, alphabet: string): number {
  let position = 0;
  for (const letter of letters) {
    const at = alphabet.indexOf(letter);
    // A letter that is skipped stands for the next one.
    position = position * alphabet.length + (at < 0 ? alphabet.indexOf(LETTERS[LETTERS.indexOf(letter) + 1] ?? 'A') : at) + 1;
  }
  return position;
}

function lettersOf(position: number, alphabet: string): string {
  let letters = '';
  for (let left = position; left > 0; left = Math.floor((left - 1) / alphabet.length)) {
    letters = (alphabet[(left - 1) % alphabet.length] ?? '') + letters;
  }
  return letters;
}

/** "6, 18" */
export function aislesFrom(text: string): number[] {
  const numbers = text.split(/[^0-9]+/).map(Number);
  return [...new Set(numbers)].filter((it) => it > 0 && it < MOST_SEATS_IN_ROW).sort((a, b) => a - b);
}

/** The row behind the last one there is, in the same way of counting. */
export function labelAfter(rows: readonly string[], block: Block): string {
  const known = new Set(rows);
  const wanted = Array.from({ length: Math.min(rows.length + 1, 2_000) }, (_, i) => rowLabel(block.firstRow, block.scheme, block.skipsIO, i));
  return wanted.find((it) => !known.has(it)) ?? block.firstRow;
}
