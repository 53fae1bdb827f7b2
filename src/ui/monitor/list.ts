// A list of which a window is shown, by its cursor: it moves no more than it must to keep the cursor in sight.

/** The first row that is shown. `top` is the last answer. */
export function scrolled(top: number, cursor: number, count: number, rows: number): number {
  const most = Math.max(0, count - rows);
  const least = Math.min(top, cursor);
  return Math.min(most, Math.max(0, Math.max(least, cursor - rows + 1)));
}

/** The cursor after a move, kept on the list; 0 where there is nothing. */
export function moved(cursor: number, by: number, count: number): number {
  return Math.max(0, Math.min(count - 1, cursor + by));
}
