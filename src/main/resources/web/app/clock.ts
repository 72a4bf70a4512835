/** The service's clock. The machine's own may be minutes off, and a countdown has to be right. */
class Clock {
  private ahead = 0;

  /** @param asked Date.now() when the question was sent */
  heard(serverTime: string, asked: number): void {
    this.ahead = new Date(serverTime).getTime() - (asked + Date.now()) / 2;
  }

  now(): number {
    return Date.now() + this.ahead;
  }
}

export const clock = new Clock();
