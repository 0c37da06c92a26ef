/** Reads what policies are shown: inputs of unknown resources, so every step may lead nowhere. */
import type { PolicyResource, ReportViolation, ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";

export type Values = Readonly<Record<string, unknown>>;

/** `at(props, "vpcConfig.endpointPublicAccess")`; a number steps into a list. */
export function at(from: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, step) => (value !== null && typeof value === "object" ? (value as Values)[step] : undefined), from);
}

export function listAt(from: unknown, path: string): readonly unknown[] {
  const value = at(from, path);
  return Array.isArray(value) ? (value as unknown[]) : [];
}

export function textAt(from: unknown, path: string): string {
  const value = at(from, path);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

export type Statement = Readonly<{ effect: string; actions: readonly string[]; resources: readonly string[]; principals: readonly string[]; conditions: Values }>;

export function statementsOf(document: unknown): Statement[] {
  if (typeof document !== "string") return [];
  const parsed: unknown = JSON.parse(document);
  return [at(parsed, "Statement")].flat().map((statement) => ({
    effect: textAt(statement, "Effect"),
    actions: texts(at(statement, "Action")),
    resources: texts(at(statement, "Resource")),
    principals: principalsOf(at(statement, "Principal")),
    conditions: (at(statement, "Condition") ?? {}) as Values,
  }));
}

function texts(value: unknown): string[] {
  return [value].flat().filter((one): one is string => typeof one === "string");
}

function principalsOf(value: unknown): string[] {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) return Object.values(value as Values).flatMap(texts);
  return texts(value);
}

/** Rules for kinds of resources: each looks at one resource and says what is wrong with it. */
export type Rules = Readonly<Record<string, (props: Values, resource: ResourceValidationArgs) => (string | false | undefined)[]>>;

export function resourcePolicy(name: string, description: string, rules: Rules): ResourceValidationPolicy {
  return {
    name, description, enforcementLevel: "mandatory",
    validateResource: (resource: ResourceValidationArgs, report: ReportViolation) => {
      const rule = rules[resource.type];
      for (const violation of rule?.(resource.props as Values, resource) ?? []) if (violation) report(violation);
    },
  };
}

export function environmentOf(props: Values): string {
  return textAt(props, "tags.environment");
}

export function named(resources: readonly PolicyResource[], type: string): PolicyResource[] {
  return resources.filter((resource) => resource.type === type);
}
