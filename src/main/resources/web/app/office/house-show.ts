import type { Seat } from '../api.ts';
import { inOrder, seatKey } from '../format.ts';
import { LiveShow, type Look } from '../live-show.ts';
import { MOST_SEATS_OF_STAFF } from './office-api.ts';

/** A show as the house sees it: no seat is anybody's own, and all of them can be picked. */
export class HouseShow extends LiveShow {
  /** While tickets are moved only free seats are of use, and no more of them than there are tickets. */
  wanted: number | undefined;

  /** What is picked, as it is at this moment, in the order of the hall. */
  get chosen(): Seat[] {
    return inOrder(this.map?.seats.filter((seat) => this.picked.has(seatKey(seat))) ?? []);
  }

  override look(seat: Seat): Look {
    return this.picked.has(seatKey(seat)) ? 'picked' : stateOf(seat);
  }

  override get looks(): Look[] {
    return ['available', 'picked', 'held', 'booked', 'blocked'];
  }

  override isOutOfReach(look: Look): boolean {
    return this.wanted !== undefined && super.isOutOfReach(look);
  }

  override toggle(seat: Seat): 'done' | 'taken' | 'too-many' | 'nothing' {
    const key = seatKey(seat);
    if (!this.picked.delete(key)) {
      if (this.isOutOfReach(stateOf(seat))) {
        return 'taken';
      }
      if (this.picked.size >= (this.wanted ?? MOST_SEATS_OF_STAFF)) {
        return 'too-many';
      }
      this.picked.set(key, seat);
    }
    this.lost = [];
    this.changed();
    return 'done';
  }

  /** Picks what belongs together; what is beyond the limit is left out. */
  pickAll(seats: Seat[]): void {
    for (const seat of seats) {
      if (!this.picked.has(seatKey(seat)) && this.picked.size < (this.wanted ?? MOST_SEATS_OF_STAFF)) {
        this.picked.set(seatKey(seat), seat);
      }
    }
    this.changed();
  }

  pickNone(): void {
    this.picked.clear();
    this.changed();
  }

  /** From now on seats are picked for so many tickets; or for anything, if it is not said for how many. */
  pickFor(wanted: number | undefined): void {
    this.wanted = wanted;
    this.pickNone();
  }

  /** Whoever works here has seats of their own as a guest, and that is another matter. */
  override async findMine(): Promise<void> {}

  protected override get gone(): Seat[] {
    return this.wanted === undefined ? [] : super.gone;
  }
}

export function stateOf(seat: Seat): 'available' | 'held' | 'booked' | 'blocked' {
  switch (seat.status) {
    case 'HELD':
      return seat.is_held_expired ? 'available' : 'held';
    case 'BOOKED':
      return 'booked';
    case 'BLOCKED':
      return 'blocked';
    default:
      return 'available';
  }
}
