import { api, Problem, whenSignedOut } from './api.ts';
import { Store } from './store.ts';

/** Who is signed in. The cookies are out of a script's reach, so the service is asked. */
class Session extends Store {
  /** Undefined until it is known. */
  username: string | null | undefined;
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

  /** Asks the service. Whoever has never been here is spared the question. */
  async find(): Promise<void> {
    if (!this.mayBeSignedIn()) {
      this.set(null);
      return;
    }
    try {
      this.set((await api.me()).username);
    } catch (e) {
      if (e instanceof Problem && e.status === 401) {
        this.set(null);
      } else {
        // Cannot be told right now; the next call will tell.
        this.set(this.username ?? null);
      }
    }
  }

  async signIn(username: string, password: string): Promise<void> {
    await api.signIn(username, password);
    localStorage.setItem('frontrow-been-here', '1');
    this.set((await api.me()).username);
    this.tabs?.postMessage('session');
  }

  async register(username: string, password: string, email: string): Promise<void> {
    await api.register(username, password, email);
    await this.signIn(username, password);
  }

  async signOut(): Promise<void> {
    await api.signOut();
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

  private set(username: string | null): void {
    if (this.username !== username) {
      this.username = username;
      this.changed();
    }
  }
}

export const session = new Session();
