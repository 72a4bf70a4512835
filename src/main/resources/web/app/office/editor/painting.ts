import { CHAIRS, MARKS, screenOf, shape, type Surroundings } from '../../hall-drawing.ts';
import { nameRows } from '../../hall-picture.ts';
import type { Box } from '../../nearby.ts';
import type { Row } from '../../rows.ts';
import { texts } from '../../texts/texts.ts';
import type { Kind, Place } from './layout.ts';
import type { Point, View } from './view.ts';

/** From so many pixels for a chair on it has its shape, and its number. */
const SHAPED = 9;
const NUMBERED = 15;
/** From here on there is a line for each chair width, and from here for each fifth. */
const FINE_GUIDES = 14;
const COARSE_GUIDES = 4;
const COARSE = 5;

/** The colours of each kind; together with its mark nobody needs to tell them apart. */
const KIND_LOOKS: Record<Kind, { fill: string; edge: string; mark?: string; full?: boolean; chair: string; dot: number }> = {
  STANDARD: { fill: 'seat', edge: 'seat-edge', chair: CHAIRS.available, dot: 0.8 },
  WHEELCHAIR: { fill: 'good-ground', edge: 'good', mark: MARKS.wheelchair, chair: CHAIRS.available, dot: 0.95 },
  COMPANION: { fill: 'seat-held-ground', edge: 'seat-held', mark: MARKS.companion, chair: CHAIRS.available, dot: 0.8 },
  LOVE_SEAT: { fill: 'bad-ground', edge: 'bad', mark: MARKS.heart, full: true, chair: CHAIRS.available, dot: 0.8 },
  BLOCKED: { fill: 'panel', edge: 'control', mark: MARKS.cross, chair: CHAIRS.blocked, dot: 0.45 },
};

export const kindShapes = (kind: Kind) => KIND_LOOKS[kind];

export interface Scene {
  view: View;
  width: number;
  height: number;
  around: Surroundings;
  /** What may be in sight, without those that are on the move. */
  places: readonly Place[];
  rows: readonly Row<Place>[];
  selected: ReadonlySet<Place>;
  /** Those that are being dragged, and how far they are by now. */
  moving: ReadonlySet<Place>;
  by: Point;
  /** Of the block that is being drawn. */
  drafted: readonly Place[];
  faulty: readonly Place[];
  cursor: Place | undefined;
  band: Box | undefined;
  /** Lines through where something is dragged to. */
  cross: Point | undefined;
}

/** Paints a layout while it is drawn. */
export class Painter {
  private sprites = new Map<string, HTMLCanvasElement>();
  private spritesFor = '';

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly colour: (name: string) => string,
    private readonly font: string,
  ) {}

  paint(scene: Scene): void {
    const context = this.canvas.getContext('2d');
    if (!context) {
      return;
    }
    const sharp = window.devicePixelRatio || 1;
    const { view, width, height } = scene;
    const [wide, high] = [Math.round(width * sharp), Math.round(height * sharp)];
    if (this.canvas.width !== wide || this.canvas.height !== high) {
      this.canvas.width = wide;
      this.canvas.height = high;
    }
    if (this.spritesFor !== `${view.scale} ${sharp}`) {
      this.spritesFor = `${view.scale} ${sharp}`;
      this.sprites.clear();
    }
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    context.clearRect(0, 0, width, height);
    this.paintGuides(context, scene);
    this.paintScreen(context, scene, sharp);
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    nameRows(
      context,
      scene.rows,
      { scale: view.scale, left: -view.left * view.scale, top: -view.top * view.scale, side: Infinity },
      this.font,
      this.colour('quiet'),
    );
    const still = { x: 0, y: 0 };
    this.paintChairs(context, scene, sharp, scene.places.filter((it) => !scene.moving.has(it)), still, false);
    this.paintChairs(context, scene, sharp, scene.drafted, still, true);
    this.paintChairs(context, scene, sharp, [...scene.moving], scene.by, false);
    this.paintRings(context, scene);
    this.paintBand(context, scene);
  }

  private paintGuides(context: CanvasRenderingContext2D, { view, width, height, around, cross }: Scene): void {
    const every = view.scale >= FINE_GUIDES ? 1 : view.scale >= COARSE_GUIDES ? COARSE : 0;
    const line = (from: Point, to: Point) => {
      context.moveTo(Math.round(from.x) + 0.5, Math.round(from.y) + 0.5);
      context.lineTo(Math.round(to.x) + 0.5, Math.round(to.y) + 0.5);
    };
    const across = (x: number) => line({ x, y: 0 }, { x, y: height });
    const along = (y: number) => line({ x: 0, y }, { x: width, y });
    context.lineWidth = 1;
    if (every > 0) {
      context.beginPath();
      const box = view.box(width, height);
      for (let x = Math.ceil(box.x / every) * every; x <= box.x + box.width; x += every) {
        across((x - view.left) * view.scale);
      }
      for (let y = Math.ceil(box.y / every) * every; y <= box.y + box.height; y += every) {
        along((y - view.top) * view.scale);
      }
      context.strokeStyle = this.colour('raised');
      context.stroke();
    }
    // The middle of the hall, and where something is dragged to.
    context.setLineDash([4, 4]);
    context.beginPath();
    across((around.whole.x + around.whole.width / 2 - view.left) * view.scale);
    context.strokeStyle = this.colour('edge');
    context.stroke();
    if (cross) {
      context.beginPath();
      across((cross.x - view.left) * view.scale);
      along((cross.y - view.top) * view.scale);
      context.strokeStyle = this.colour('accent');
      context.stroke();
    }
    context.setLineDash([]);
  }

  private paintScreen(context: CanvasRenderingContext2D, { view, around }: Scene, sharp: number): void {
    const { light, edge, x, y } = screenOf(around);
    const scale = view.scale * around.unit;
    context.setTransform(
      sharp * scale, 0, 0, sharp * scale,
      sharp * (x - view.left) * view.scale,
      sharp * (y - view.top) * view.scale,
    );
    context.globalAlpha = 0.16;
    context.fillStyle = this.colour('lit');
    context.fill(new Path2D(light));
    context.globalAlpha = 1;
    context.strokeStyle = this.colour('accent');
    context.lineWidth = 0.12;
    context.lineCap = 'round';
    context.stroke(new Path2D(edge));
    context.font = `0.42px ${this.font}`;
    context.fillStyle = this.colour('quiet');
    context.textAlign = 'center';
    context.textBaseline = 'alphabetic';
    context.fillText(texts.hall.screen.toUpperCase(), 0, 0.55);
  }

  private paintChairs(
    context: CanvasRenderingContext2D,
    { view, width, height, selected }: Scene,
    sharp: number,
    places: readonly Place[],
    by: Point,
    drafted: boolean,
  ): void {
    const { scale } = view;
    const at = (place: Place) => ({ x: (place.x + by.x - view.left) * scale, y: (place.y + by.y - view.top) * scale });
    const visible = places.filter((place) => {
      const { x, y } = at(place);
      return x > -scale && y > -scale && x < width + scale && y < height + scale;
    });
    if (scale < SHAPED) {
      this.paintDots(context, visible, at, scale, selected, drafted);
      return;
    }
    for (const place of visible) {
      const { x, y } = at(place);
      const sprite = this.sprite(place.kind, selected.has(place), drafted, scale * sharp);
      // On whole pixels of the glass, or it would be blurred.
      const half = sprite.width / 2;
      context.drawImage(sprite, Math.round(x * sharp - half) / sharp, Math.round(y * sharp - half) / sharp, sprite.width / sharp, sprite.height / sharp);
    }
    if (scale >= NUMBERED) {
      context.font = `${0.32 * scale}px ${this.font}`;
      context.textAlign = 'center';
      context.textBaseline = 'alphabetic';
      for (const place of visible) {
        if (KIND_LOOKS[place.kind].mark === undefined) {
          const { x, y } = at(place);
          context.fillStyle = this.colour(selected.has(place) ? 'on-lit' : 'ink');
          context.fillText(String(place.number), x, y + 0.11 * scale);
        }
      }
    }
  }

  private paintDots(
    context: CanvasRenderingContext2D,
    places: readonly Place[],
    at: (place: Place) => Point,
    scale: number,
    selected: ReadonlySet<Place>,
    drafted: boolean,
  ): void {
    const groups = new Map<string, Place[]>();
    for (const place of places) {
      const colour = drafted ? 'control' : selected.has(place) ? 'lit' : KIND_LOOKS[place.kind].edge;
      const group = groups.get(colour);
      if (group) {
        group.push(place);
      } else {
        groups.set(colour, [place]);
      }
    }
    groups.forEach((group, colour) => {
      context.beginPath();
      for (const place of group) {
        const { x, y } = at(place);
        const size = Math.max(1, KIND_LOOKS[place.kind].dot * scale);
        context.rect(x - size / 2, y - size / 2, size, size);
      }
      context.fillStyle = this.colour(colour);
      context.fill();
      if (colour === 'lit' && scale > 3) {
        context.lineWidth = 1;
        context.strokeStyle = this.colour('ink');
        context.stroke();
      }
    });
  }

  /** A chair is painted once for each way it looks, and then copied. */
  private sprite(kind: Kind, selected: boolean, drafted: boolean, scale: number): HTMLCanvasElement {
    const key = `${kind} ${selected} ${drafted}`;
    let sprite = this.sprites.get(key);
    if (!sprite) {
      sprite = document.createElement('canvas');
      sprite.width = sprite.height = Math.ceil(1.1 * scale);
      const context = sprite.getContext('2d');
      if (context) {
        const look = KIND_LOOKS[kind];
        context.setTransform(scale, 0, 0, scale, sprite.width / 2, sprite.height / 2);
        context.lineWidth = Math.max(0.07, 1 / scale);
        context.lineCap = context.lineJoin = 'round';
        context.fillStyle = this.colour(selected ? 'lit' : look.fill);
        context.strokeStyle = this.colour(selected ? 'on-lit' : look.edge);
        if (drafted || kind === 'BLOCKED') {
          context.setLineDash([0.14, 0.1]);
        }
        if (drafted) {
          context.globalAlpha = 0.85;
        }
        context.fill(shape(look.chair));
        context.stroke(shape(look.chair));
        context.setLineDash([]);
        if (look.mark !== undefined) {
          context.lineWidth = 0.09;
          context.stroke(shape(look.mark));
          if (look.full) {
            context.fillStyle = context.strokeStyle;
            context.fill(shape(look.mark));
          }
        }
      }
      this.sprites.set(key, sprite);
    }
    return sprite;
  }

  private paintRings(context: CanvasRenderingContext2D, { view, faulty, cursor, moving, by }: Scene): void {
    const ring = (place: Place, radius: number, colour: string, line: number) => {
      const moved = moving.has(place) ? by : { x: 0, y: 0 };
      const size = Math.max(radius * view.scale, 6);
      context.beginPath();
      context.roundRect(
        (place.x + moved.x - view.left) * view.scale - size,
        (place.y + moved.y - view.top) * view.scale - size,
        2 * size,
        2 * size,
        size / 2,
      );
      context.strokeStyle = this.colour(colour);
      context.lineWidth = line;
      context.stroke();
    };
    faulty.forEach((place) => ring(place, 0.5, 'bad', 3));
    if (cursor) {
      ring(cursor, 0.55, 'panel', 5);
      ring(cursor, 0.55, 'ink', 2.5);
    }
  }

  private paintBand(context: CanvasRenderingContext2D, { view, band }: Scene): void {
    if (!band) {
      return;
    }
    const [x, y] = [(band.x - view.left) * view.scale, (band.y - view.top) * view.scale];
    const [width, height] = [band.width * view.scale, band.height * view.scale];
    context.globalAlpha = 0.15;
    context.fillStyle = this.colour('lit');
    context.fillRect(x, y, width, height);
    context.globalAlpha = 1;
    context.setLineDash([5, 4]);
    context.lineWidth = 1.5;
    context.strokeStyle = this.colour('accent');
    context.strokeRect(x, y, width, height);
    context.setLineDash([]);
  }
}
