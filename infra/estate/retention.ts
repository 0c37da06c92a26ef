import type { Environment } from "./inventory";

/** Books are kept for seven years; elsewhere a day is enough to see that the lock locks. */
export function lockedDays({ tier }: Environment): number {
  return tier === "production" ? 7 * 365 : 1;
}
