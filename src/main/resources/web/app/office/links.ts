/** Where things are in the office. */
const at = (path: string, query?: Record<string, string | number | undefined>) => {
  const filled = Object.entries(query ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return `#/office/${path}${filled.length > 0 ? `?${new URLSearchParams(filled)}` : ''}`;
};

export const officeLink = {
  movies: () => at('movies'),
  movie: (id: number | 'new') => at(`movies/${id}`),
  screens: () => at('screens'),
  screen: (id: number | 'new') => at(`screens/${id}`),
  layout: (id: number) => at(`screens/${id}/layout`),
  shows: (filter?: { movie_id?: number; screen_id?: number; from?: string; until?: string; status?: string }) => at('shows', filter),
  plan: (known?: { movie_id?: number; screen_id?: number }) => at('shows/plan', known),
  show: (id: number) => at(`shows/${id}`),
  house: (id: number, booking?: string) => at(`shows/${id}/house`, { booking }),
  door: (id: number) => at(`shows/${id}/door`),
  tickets: (reference: string) => at(`bookings/${reference}/tickets`),
  accounts: () => at('accounts'),
  account: (id: number | 'new') => at(`accounts/${id}`),
  audit: (filter?: { username?: string; subject?: string; subject_id?: string }) => at('audit', filter),
  numbers: (days?: { from: string; until: string }) => at('numbers', days),
  numbersOfDay: (day: string) => at(`numbers/days/${day}`),
  numbersOfMovie: (id: number, days?: { from: string; until: string }) => at(`numbers/movies/${id}`, days),
  numbersOfScreen: (id: number, days?: { from: string; until: string }) => at(`numbers/screens/${id}`, days),
  numbersOf: (show: number) => at(`numbers/shows/${show}`),
};
