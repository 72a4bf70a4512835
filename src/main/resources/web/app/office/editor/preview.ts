import { MOST_SEATS, type Seat, type SeatMap } from '../../api.ts';
import { seatKey } from '../../format.ts';
import type { ShownHall } from '../../hall.ts';
import type { Look } from '../../live-show.ts';
import { Store } from '../../store.ts';
import type { Place } from './layout.ts';

/** A show of what is drawn: nobody has bought anything yet, and seats can be picked to see how that feels. */
export class Preview extends Store implements ShownHall {
  readonly map: SeatMap;
  readonly looks: Look[] = ['available', 'picked', 'mine', 'held', 'booked'];
  private readonly picked = new Set<string>();

  constructor(name: string, places: readonly Place[]) {
    super();
    const seats = places.map(seatOf);
    const blocked = places.filter((it) => it.kind === 'BLOCKED').length;
    this.map = {
      show_id: 0,
      movie: name,
      screen: name,
      start_time: '',
      end_time: '',
      currency: 'EUR',
      stats: { available: places.length - blocked, held: 0, booked: 0 },
      seats,
    };
  }

  look(seat: Seat): Look {
    return seat.status === 'BLOCKED' ? 'blocked' : this.picked.has(seatKey(seat)) ? 'picked' : 'available';
  }

  isOutOfReach(look: Look): boolean {
    return look === 'blocked';
  }

  toggle(seat: Seat): 'done' | 'taken' | 'too-many' {
    const key = seatKey(seat);
    if (seat.status === 'BLOCKED') {
      return 'taken';
    }
    if (!this.picked.delete(key)) {
      if (this.picked.size >= MOST_SEATS) {
        return 'too-many';
      }
      this.picked.add(key);
    }
    this.changed();
    return 'done';
  }
}

function seatOf({ row, number, x, y, kind }: Place, index: number): Seat {
  return {
    id: index + 1,
    row,
    number,
    x,
    y,
    kind: kind === 'BLOCKED' ? 'STANDARD' : kind,
    status: kind === 'BLOCKED' ? 'BLOCKED' : 'AVAILABLE',
    is_held_expired: false,
    price: '',
  };
}
