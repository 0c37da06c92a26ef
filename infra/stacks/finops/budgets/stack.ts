import { BudgetGuard } from "../../../components/budgetGuard";
import { environments, type Environment } from "../../../estate/inventory";
import { nameOf } from "../../../estate/naming";
import { defineStack, type Target } from "../../../estate/stack";
import { alerts } from "../alerts/stack";

interface BudgetTarget extends Target {
  readonly usd: number;
}

/** The standby is part of what production costs: one bill, one budget. */
function budgetOf({ name }: Environment): number {
  return environments.filter((other) => other.name === name || other.standbyOf === name).reduce((sum, { monthlyBudgetUsd }) => sum + monthlyBudgetUsd, 0);
}

export const budgets = defineStack({
  layer: "finops",
  project: "budgets",
  owner: "finops",
  dataClass: "none",
  changesWhen: "what an environment may cost changes",
  targets: environments.filter(({ standbyOf }) => standbyOf === undefined).map((environment): BudgetTarget => ({
    stack: environment.name, account: "management", region: "us-east-1", environment: environment.name, usd: budgetOf(environment),
  })),
  build(context) {
    const { stack, usd } = context.target;
    new BudgetGuard("budget", { name: nameOf(stack), monthlyUsd: usd, environment: stack, topicArn: context.read(alerts, "global").topicArn }, context.here);
    return { monthlyUsd: usd };
  },
});
