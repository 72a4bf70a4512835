import { Store } from './store.ts';

export type Route =
  | { view: 'shows'; day?: string }
  | { view: 'show'; id: number }
  | { view: 'bookings' }
  | { view: 'ticket'; id: number }
  | { view: 'office'; path: string[]; query: string }
  | { view: 'nowhere' };

export function read(hash: string): Route {
  const [address = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [view = '', argument = '', ...rest] = address.split('/');
  const id = /^[0-9]{1,15}$/.test(argument) ? Number(argument) : undefined;
  if (view === '' || view === 'shows') {
    return { view: 'shows', day: /^\d{4}-\d{2}-\d{2}$/.test(argument) ? argument : undefined };
  }
  if (view === 'show' && id !== undefined) {
    return { view, id };
  }
  if (view === 'tickets' && id !== undefined) {
    return { view: 'ticket', id };
  }
  if (view === 'tickets' && argument === '') {
    return { view: 'bookings' };
  }
  if (view === 'office') {
    return { view, path: [argument, ...rest].filter((it) => it !== ''), query };
  }
  return { view: 'nowhere' };
}

export const link = {
  shows: (day?: string) => (day ? `#/shows/${day}` : '#/'),
  show: (id: number) => `#/show/${id}`,
  bookings: () => '#/tickets',
  ticket: (id: number) => `#/tickets/${id}`,
  office: () => '#/office',
};

/** Which view is shown is in the address, so reloading, going back and sharing it work. */
class Router extends Store {
  route: Route = read(location.hash);
  /** Counts where one has gone to: the same address again can be another visit. */
  visit = 0;
  private address = location.hash;

  constructor() {
    super();
    window.addEventListener('hashchange', () => {
      if (location.hash !== this.address) {
        this.address = location.hash;
        this.route = read(this.address);
        this.visit++;
        this.changed();
      }
    });
  }

  /** What is shown has another address from now on; one stays where one is. */
  rename(address: string): void {
    history.replaceState(null, '', address);
    this.address = location.hash;
    this.route = read(this.address);
  }
}

export const router = new Router();
