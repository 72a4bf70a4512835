import { api } from './api.ts';

/** The first drawing waits no longer than this; then it is the reader's clock. */
const PATIENCE = 2_000;

/** Times are the venue's, because that is where people have to be on time. */
export const venue: { timeZone: string | undefined } = { timeZone: undefined };

export async function findVenue(): Promise<void> {
  const found = api.venue().then(
    (it) => (venue.timeZone = it.time_zone),
    () => undefined,
  );
  await Promise.race([found, new Promise((resolve) => window.setTimeout(resolve, PATIENCE))]);
}
