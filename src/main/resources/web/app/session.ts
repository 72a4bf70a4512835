import { api, type Me, Problem, type Role, whenSignedOut } from './api.ts';
import { Store } from './store.ts';

const ASK_AGAIN = 3_000;

/** Who is signed in. The cookies are out of a script's reach, so the service is asked. */
class Session extends Store {
  /** Undefined until it is known. */
  username: string | null | undefined;
  /** Of who is signed in. */
  role: Role | undefined;
  /** Counts what was asked and what was found; an answer that was overtaken is not one any more. */
  /** Whether who was signed in has signed out here; else the session may have ended by itself. */
  hasLeft = false;
  private turn = 0;
  private readonly tabs = 'BroadcastChannel' in window ? new BroadcastChannel('frontrow') : null;

  constructor() {
    super();
    whenSignedOut(() => this.set(null));
    this.tabs?.addEventListener('message', (message) => {
      if (message.data === 'session') {
        void this.find();
      } else {
        this.dispatchEvent(new Event('seats'));
      }
    });
  }

  get signedIn(): boolean {
    return typeof this.username === 'string';
  }

  /** Whether who is signed in works here. */
  get worksHere(): boolean {
    return this.role === 'STAFF' || this.role === 'ADMIN';
  }

  /** Asks the service. Whoever has never been here is spared the question. */
  async find(): Promise<void> {
    if (!this.mayBeSignedIn()) {
      this.set(null);
      return;
    }
    const turn = ++this.turn;
    try {
      const me = await api.me();
      if (turn === this.turn) {
        this.set(me);
      }
    } catch (e) {
      if (turn !== this.turn) {
        return;
      }
      if (e instanceof Problem && e.status === 401) {
        this.set(null);
      } else {
        // Cannot be told right now, and nobody may be taken for a stranger because of that.
        window.setTimeout(() => turn === this.turn && void this.find(), ASK_AGAIN);
      }
    }
  }

  async signIn(username: string, password: string): Promise<void> {
    await api.signIn(username, password);
    await this.arrive();
  }

  /** Whoever was given a password by somebody else cannot sign in before they have chosen another. */
  async changePassword(username: string, password: string, newPassword: string): Promise<void> {
    await api.changePassword(username, password, newPassword);
    await this.arrive();
  }

  private async arrive(): Promise<void> {
    localStorage.setItem('frontrow-been-here', '1');
    this.set(await api.me());
    this.tabs?.postMessage('session');
  }

  async register(username: string, password: string, email: string): Promise<void> {
    await api.register(username, password, email);
    await this.signIn(username, password);
  }

  /** Whoever would lose something by it hears it first, and may prevent it to ask. */
  async signOut(): Promise<void> {
    if (!this.dispatchEvent(new Event('leaving', { cancelable: true }))) {
      return;
    }
    await api.signOut();
    this.hasLeft = true;
    localStorage.removeItem('frontrow-been-here');
    this.set(null);
    this.tabs?.postMessage('session');
  }

  /** Tells other tabs that one's seats are not what they were. */
  seatsChanged(): void {
    this.tabs?.postMessage('seats');
  }

  private mayBeSignedIn(): boolean {
    return localStorage.getItem('frontrow-been-here') !== null;
  }

  private set(me: Me | null): void {
    this.turn++;
    const username = me ? me.username : null;
    this.hasLeft &&= username === null;
    if (this.username !== username || this.role !== me?.role) {
      this.username = username;
      this.role = me?.role;
      this.changed();
    }
  }
}

export const session = new Session();
