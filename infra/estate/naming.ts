/** Every name and every tag of the estate comes from here, so that a name tells what it names and whose it is. */
import { accounts, type AccountName, type Region, type Team } from "./inventory";

export const product = "spillway";

/** `spillway-production-aurora`: product, environment (or account, or region), what it is. */
export function nameOf(scope: string, ...what: string[]): string {
  return [product, scope, ...what].join("-");
}

/** A secret's path: `spillway/production/wallet/database`. */
export function secretName(environment: string, service: string, what: string): string {
  return [product, environment, service, what].join("/");
}

/** Bucket names are the world's, so the account's digits make ours unique. */
export function bucketName(scope: string, what: string, account: AccountName, region: Region): string {
  return `${nameOf(scope, what)}-${accounts[account]}-${region}`;
}

export function roleArn(account: AccountName, role: string): string {
  return `arn:aws:iam::${accounts[account]}:role/${role}`;
}

/** The parts of a bill: without all of them a line of the bill has no owner. */
export const requiredTags = ["product", "environment", "service", "team", "cost-center", "stack", "data-class"] as const;
export type Tags = Readonly<Record<(typeof requiredTags)[number], string>>;
export type DataClass = "none" | "internal" | "ledger" | "personal";

export function tagsOf(of: { environment: string; service: string; team: Team; stack: string; dataClass: DataClass }): Tags {
  return {
    product,
    environment: of.environment,
    service: of.service,
    team: of.team,
    "cost-center": `${product}-${of.team}`,
    stack: of.stack,
    "data-class": of.dataClass,
  };
}
