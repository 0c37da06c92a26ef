/** What a check found wrong, and where: `network/vpc/production`, or a resource of it. */
export interface Finding {
  readonly check: string;
  readonly where: string;
  readonly what: string;
}
