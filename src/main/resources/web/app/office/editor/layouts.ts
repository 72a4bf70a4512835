import { ask, Problem, read } from '../../api.ts';
import { type LayoutFile, type Place, placesOf } from './layout.ts';

const BASE = '/api/office/';
/** A hundred thousand places take a while. */
const PATIENCE = 120_000;

/** What a layout would change, or has changed. */
export interface Effect {
  added: number;
  changed: number;
  removed: number;
  shows_that_keep_their_seats: number;
  /** The first of them. */
  shows: { id: number; movie: string; start_time: string }[];
}

/** What was read, and which edition of it this is; whoever changes it says what they have seen. */
export interface Drawn {
  name: string;
  places: Place[];
  edition: string;
}

const editionOf = (response: Response) => response.headers.get('ETag') ?? '';

/** The layouts of screens, as the service keeps them. */
export const layouts = {
  async get(screen: number): Promise<Drawn> {
    const [about, layout] = await Promise.all([
      ask('GET', `${BASE}screens/${screen}/`),
      ask('GET', `${BASE}screens/${screen}/layout/`, { patience: PATIENCE }),
    ]);
    const { name } = await read<{ name: string }>(about);
    return { name, places: placesOf(await read<LayoutFile>(layout)), edition: editionOf(layout) };
  },

  async put(screen: number, edition: string, layout: LayoutFile, dryRun: boolean): Promise<{ effect: Effect; edition: string }> {
    const answer = await ask('PUT', `${BASE}screens/${screen}/layout/?dry_run=${dryRun}`, {
      body: layout,
      headers: { 'If-Match': edition },
      patience: PATIENCE,
    });
    return { effect: await read<Effect>(answer), edition: editionOf(answer) };
  },

  /** Reads a file of a spreadsheet, of pretix, or one that was saved here. */
  async fromFile(file: File): Promise<Place[]> {
    const text = await file.text();
    if (!/^\s*[{[]/.test(text)) {
      return placesOf(await this.understood('csv', text, 'text/csv'));
    }
    const known = parsed(text);
    return placesOf(isLayout(known) ? known : await this.understood('pretix', text, 'application/json'));
  },

  async understood(kind: 'csv' | 'pretix', body: string, type: string): Promise<LayoutFile> {
    return read<LayoutFile>(await ask('POST', `${BASE}layouts/${kind}/`, { body, type, patience: PATIENCE }));
  },
};

/** What is no JSON the service is asked about, and says so. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isLayout(what: unknown): what is LayoutFile {
  const rows = (what as LayoutFile | undefined)?.rows;
  return (
    Array.isArray(rows) &&
    rows.every(
      (row) =>
        typeof row?.row === 'string' &&
        Array.isArray(row.places) &&
        row.places.every((it) => typeof it?.number === 'number' && typeof it.x === 'number' && typeof it.y === 'number'),
    )
  );
}

export function isOutdated(e: unknown): boolean {
  return e instanceof Problem && e.status === 412;
}
