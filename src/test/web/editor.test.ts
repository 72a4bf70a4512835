// The pure part of the layout editor, run by PageModelTest with the Deno that the bundler brings along.
import { aislesFrom, type Block, FIRST_BLOCK, labelAfter, placesIn, rowLabel } from '../../main/resources/web/app/office/editor/block.ts';
import { Draft } from '../../main/resources/web/app/office/editor/draft.ts';
import { History } from '../../main/resources/web/app/office/editor/history.ts';
import {
  areEqual,
  faultsOf,
  fileOf,
  type Kind,
  type Place,
  placesOf,
  renumbered,
} from '../../main/resources/web/app/office/editor/layout.ts';
import { View } from '../../main/resources/web/app/office/editor/view.ts';
import { around, Nearby } from '../../main/resources/web/app/nearby.ts';

declare const Deno: { test(name: string, body: () => void): void };

function same(actual: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) {
    throw new Error(`expected ${b}\nbut was  ${a}`);
  }
}

function near(actual: number | undefined, expected: number, by = 0.011): void {
  if (actual === undefined || Math.abs(actual - expected) > by) {
    throw new Error(`expected about ${expected} but was ${actual}`);
  }
}

const straight: Block = { ...FIRST_BLOCK, rows: 2, seats: 4, bend: 0, aisles: [] };
const place = (row: string, number: number, x: number, y: number, kind: Kind = 'STANDARD'): Place => ({ row, number, x, y, kind });
const names = (places: Iterable<Place>) => [...places].map((it) => `${it.row}${it.number}`).join(' ');

Deno.test('a straight block stands around its middle', () => {
  const places = placesIn({ ...straight, x: 10, y: 3 });
  same(names(places), 'A1 A2 A3 A4 B1 B2 B3 B4');
  same(places.map((it) => it.x), [8.5, 9.5, 10.5, 11.5, 8.5, 9.5, 10.5, 11.5]);
  same(places.map((it) => it.y), [3, 3, 3, 3, 4.2, 4.2, 4.2, 4.2]);
});

Deno.test('an aisle is a gap that goes straight through rows that grow', () => {
  const places = placesIn({ ...straight, rows: 3, growth: 2, aisles: [2] });
  same(places.length, 4 + 6 + 8);
  for (const row of ['A', 'B', 'C']) {
    const xs = places.filter((it) => it.row === row).map((it) => it.x);
    const gaps = xs.slice(1).map((x, i) => x - (xs[i] ?? 0));
    same(gaps.filter((it) => it === 2).length, 1);
    same(xs.reduce((sum, x) => sum + x, 0), 0);
    same(xs.some((x) => x > -1 && x < 1), false);
  }
});

Deno.test('rows that line up on one side grow on the other', () => {
  const ends = (align: Block['align']) => {
    const b = placesIn({ ...straight, growth: 1, align }).filter((it) => it.row === 'B').map((it) => it.x);
    return [b[0], b[b.length - 1]];
  };
  same(ends('left'), [-1.5, 2.5]);
  same(ends('right'), [-2.5, 1.5]);
  same(ends('centre'), [-2, 2]);
});

Deno.test('bent rows are arcs around one point in front, and chairs keep their distance', () => {
  const places = placesIn({ ...straight, rows: 3, seats: 11, bend: 60 });
  const radius = 10 / (Math.PI / 3);
  places.forEach((it) => near(Math.hypot(it.x, it.y + radius), radius + 1.2 * 'ABC'.indexOf(it.row)));
  const [first, second] = places;
  near(Math.hypot((first?.x ?? 0) - (second?.x ?? 0), (first?.y ?? 0) - (second?.y ?? 0)), 1, 0.02);
  same((places[0]?.y ?? 0) < (places[5]?.y ?? 0), true); // the ends are nearer to the screen
});

Deno.test('a block can be turned', () => {
  const places = placesIn({ ...straight, rows: 1, rotation: 90 });
  same(places.map((it) => [it.x, it.y]), [[0, -1.5], [0, -0.5], [0, 0.5], [0, 1.5]]);
});

Deno.test('numbers run from either side, from any beginning, in steps', () => {
  const numbers = (change: Partial<Block>) => placesIn({ ...straight, rows: 1, ...change }).map((it) => it.number);
  same(numbers({ fromRight: true }), [4, 3, 2, 1]);
  same(numbers({ firstNumber: 2, numberStep: 2 }), [2, 4, 6, 8]);
  same(numbers({ firstNumber: 1, numberStep: 2, fromRight: true }), [7, 5, 3, 1]);
});

Deno.test('rows are called one after the other', () => {
  const labels = (first: string, scheme: Block['scheme'], skips: boolean, rows: number[]) => rows.map((row) => rowLabel(first, scheme, skips, row)).join(' ');
  same(labels('A', 'letters', false, [0, 8, 25, 26, 27, 51, 52, 701, 702]), 'A I Z AA AB AZ BA ZZ AAA');
  same(labels('A', 'letters', true, [7, 8, 12, 13, 23, 24]), 'H J N P Z AA');
  same(labels('H', 'letters', true, [0, 1]), 'H J');
  same(labels('I', 'letters', true, [0]), 'J');
  same(labels('L-A', 'letters', false, [0, 1]), 'L-A L-B');
  same(labels('9', 'numbers', false, [0, 1]), '9 10');
  same(labels('P1', 'numbers', false, [0, 1]), 'P1 P2');
  same(labels('', 'letters', false, [0, 1]), 'A B');
});

Deno.test('the next block goes on where the names end', () => {
  same(labelAfter(['A', 'B', 'C'], straight), 'D');
  same(labelAfter(['1', '2'], { ...straight, scheme: 'numbers', firstRow: '1' }), '3');
  same(labelAfter([], straight), 'A');
});

Deno.test('aisles are read as people write them', () => {
  same(aislesFrom('6, 18'), [6, 18]);
  same(aislesFrom('18;6 6'), [6, 18]);
  same(aislesFrom('none'), []);
});

Deno.test('faults are those that the service finds', () => {
  const whys = (places: Place[]) => faultsOf(places).map((it) => it.why).join(' ');
  same(whys([]), 'empty');
  same(whys([place('A', 1, 0, 0), place('A', 1, 1, 0)]), 'twice');
  same(whys([place('A', 1, 0, 0), place('A', 2, 0.004, 0)]), 'spot');
  same(whys([place('A', 1, 0, 0), place('A', 2, 0.01, 0)]), '');
  same(whys([place('', 1, 0, 0)]), 'row');
  same(whys([place(' A', 1, 0, 0)]), 'row');
  same(whys([place('-A', 1, 0, 0)]), 'row');
  same(whys([place('ABCDEFGHI', 1, 0, 0)]), 'row');
  same(whys([place('Ä 1.b-c', 1, 0, 0)]), '');
  same(whys([place('A', 0, 0, 0), place('A', 10_000, 1, 0), place('A', 1.5, 2, 0)]), 'number number number');
  same(whys([place('A', 1, 10_000.01, 0), place('A', 2, 0, NaN)]), 'far far');
  same(whys(Array.from({ length: 100_001 }, (_, i) => place('A', i, i, 0))), 'too-many');
});

Deno.test('a row is renumbered in the order in which it stands, also if it leads away from the screen', () => {
  const row = [place('A', 7, 3, 0), place('A', 8, 1, 0), place('A', 9, 2, 0), place('B', 1, 0, 5), place('B', 2, 0, 3)];
  const names = (how: Parameters<typeof renumbered>[1]) => row.map((it) => renumbered(row, how).get(it)?.number);
  same(names({ first: 1, step: 1, fromRight: false }), [3, 1, 2, 2, 1]);
  same(names({ first: 2, step: 2, fromRight: true }), [2, 6, 4, 2, 4]);
});

Deno.test('what is written into a file is read from it again', () => {
  const places = placesIn({ ...straight, bend: 30 }).map((it, i): Place => (i === 3 ? { ...it, kind: 'LOVE_SEAT' } : it));
  same(placesOf(fileOf(places)), places);
  same(areEqual(places, [...places].reverse()), true);
  same(areEqual(places, places.slice(1)), false);
  same(placesOf({ rows: [{ row: 'A', places: [{ number: 1, x: 0.004, y: -0.001 }] }] }), [place('A', 1, 0, 0)]);
});

Deno.test('what is done at once is undone at once', () => {
  const history = new History(0);
  history.record(1, 'move', 1000);
  history.record(2, 'move', 1500);
  history.record(3, 'move', 2400);
  history.record(4, 'move', 9000);
  history.record(5, 'other', 9001);
  const seen: number[] = [];
  while (history.undo()) {
    seen.push(history.present);
  }
  same(seen, [4, 3, 0]);
  same(history.redo(), true);
  same(history.present, 3);
  history.record(9);
  same(history.canRedo, false);
});

Deno.test('a history that weighs too much forgets its beginning', () => {
  const history = new History(0, () => 10, 35);
  [1, 2, 3, 4, 5, 6].forEach((it) => history.record(it));
  let steps = 0;
  while (history.undo()) {
    steps++;
  }
  same(steps, 3);
});

Deno.test('an empty screen begins with a block that nothing is lost by leaving', () => {
  const draft = new Draft([]);
  same(draft.places.length, 0);
  same(draft.all.length, 8 * 14);
  same([draft.isTouched, draft.isSaved], [false, false]);
  draft.adjust({ rows: 12 });
  same(draft.all.length, 12 * 14);
  same(draft.isTouched, true);
  draft.undo();
  same([draft.all.length, draft.isTouched], [8 * 14, false]);
});

Deno.test('a block stays adjustable until it is set or another is begun, and all of it can be undone', () => {
  const draft = new Draft([]);
  draft.adjust({ rows: 2, seats: 3, aisles: [] });
  draft.begin(draft.nextBlock({ rows: 1, seats: 2, aisles: [] }));
  same(draft.places.length, 6);
  same(names(draft.drafted), 'C1 C2');
  draft.adjust({ firstRow: 'A' });
  same(draft.faults.map((it) => it.why), ['twice', 'twice']);
  draft.adjust({ firstRow: 'C' });
  same(draft.faults, []);
  draft.set();
  same([draft.places.length, draft.block === undefined], [8, true]);
  draft.undo();
  same([draft.places.length, draft.block === undefined], [6, false]);
  draft.undo(); // both names at once
  draft.undo();
  same([draft.places.length, draft.drafted.length], [0, 6]);
  same(draft.redo(), true);
  same(draft.places.length, 6);
});

Deno.test('what is selected is moved, painted, renamed and removed, and comes back', () => {
  const draft = new Draft(placesIn(straight));
  const before = draft.places;
  draft.select(draft.places.filter((it) => it.row === 'B'));
  draft.goTo(draft.places[4]);
  draft.moveBy(0.5, 1);
  same(draft.places.slice(4).map((it) => it.x), [-1, 0, 1, 2]);
  same(draft.cursor === draft.places[4], true);
  draft.paintSelected('WHEELCHAIR');
  same([draft.counts.STANDARD, draft.counts.WHEELCHAIR], [4, 4]);
  draft.rename('Z');
  same(names(draft.selected), 'Z1 Z2 Z3 Z4');
  draft.renumber({ first: 1, step: 2, fromRight: true });
  same(names(draft.places.slice(4)), 'Z7 Z5 Z3 Z1');
  draft.remove();
  same([draft.places.length, draft.selected.size], [4, 0]);
  same(draft.places.includes(draft.cursor as Place), true);
  for (let i = 0; i < 5; i++) {
    draft.undo();
  }
  same(draft.places === before, true);
  same([draft.isTouched, draft.isSaved, draft.canUndo], [false, true, false]);
});

Deno.test('a stroke of a brush is one step', () => {
  const draft = new Draft(placesIn(straight));
  draft.paint(draft.places.slice(0, 1), 'COMPANION', 'brush 1');
  draft.paint(draft.places.slice(1, 2), 'COMPANION', 'brush 1');
  draft.paint(draft.places.slice(2, 3), 'COMPANION', 'brush 2');
  same(draft.counts.COMPANION, 3);
  draft.undo();
  same(draft.counts.COMPANION, 2);
  draft.undo();
  same(draft.counts.COMPANION, 0);
});

Deno.test('theirs can be taken and undone', () => {
  const draft = new Draft(placesIn(straight));
  const mine = draft.places;
  draft.takeOver([place('A', 1, 0, 0)]);
  same([draft.isSaved, draft.isTouched], [true, false]);
  draft.undo();
  same(draft.places === mine, true);
  same(draft.isSaved, false);
});

Deno.test('the cursor goes through the places like the guest through the seats', () => {
  const draft = new Draft(placesIn(straight));
  const goes = (key: string) => {
    draft.step(key);
    return names(draft.cursor ? [draft.cursor] : []);
  };
  same(['ArrowRight', 'ArrowDown', 'End', 'ArrowRight', 'ArrowUp', 'Home'].map(goes).join(' '), 'A2 B2 B4 B4 A4 A1');
  same(draft.step('x'), false);
});

Deno.test('what is near is found like by looking at everything', () => {
  const places = placesIn({ ...FIRST_BLOCK, rows: 60, seats: 80, bend: 90, rotation: 20 });
  const nearby = new Nearby(places);
  for (const box of [{ x: -3, y: 2, width: 7, height: 5 }, { x: -500, y: -500, width: 2000, height: 2000 }, { x: 900, y: 0, width: 1, height: 1 }]) {
    const all = places.filter((it) => it.x >= box.x && it.x <= box.x + box.width && it.y >= box.y && it.y <= box.y + box.height);
    same(names(nearby.within(box)).split(' ').sort(), names(all).split(' ').sort());
  }
  const some = places[1234] as Place;
  same(nearby.nearest(some.x + 0.2, some.y - 0.2) === some, true);
  same(nearby.nearest(-9000, 9000), undefined);
});

Deno.test('the whole hall is in the view, and what is under the pointer stays there', () => {
  const room = around(placesIn(FIRST_BLOCK));
  const view = View.of(room, 800, 600);
  const box = view.box(800, 600);
  same(box.x <= room.x && box.y <= room.y && box.x + box.width >= room.x + room.width && box.y + box.height >= room.y + room.height, true);
  const [before, after] = [view.at({ x: 100, y: 50 }), view.zoomed(2, { x: 100, y: 50 }, 1).at({ x: 100, y: 50 })];
  near(after.x, before.x);
  near(after.y, before.y);
});

Deno.test('a hundred thousand places are drawn and checked in no time', () => {
  const began = performance.now();
  const draft = new Draft(placesIn({ ...FIRST_BLOCK, rows: 250, seats: 400, bend: 60 }));
  same(draft.faults.length, 0);
  draft.select(draft.places);
  draft.moveBy(1, 1);
  same([draft.faults.length, draft.rows.length, draft.counts.STANDARD], [0, 250, 100_000]);
  const took = performance.now() - began;
  if (took > 5_000) {
    throw new Error(`took ${took} ms`);
  }
});
