import * as budgets from "@pulumi/aws/budgets";
import * as pulumi from "@pulumi/pulumi";

export interface BudgetGuardArgs {
  name: string;
  monthlyUsd: number;
  environment: string;
  topicArn: pulumi.Input<string>;
}

/** A budget of one environment, that speaks before the money is gone: at four fifths spent, and when the month is going to be too dear. */
export class BudgetGuard extends pulumi.ComponentResource {
  constructor(name: string, args: BudgetGuardArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:BudgetGuard", name, {}, opts);
    const notice = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
      comparisonOperator: "GREATER_THAN", notificationType, threshold, thresholdType: "PERCENTAGE", subscriberSnsTopicArns: [args.topicArn],
    });
    new budgets.Budget(name, {
      name: args.name, budgetType: "COST", timeUnit: "MONTHLY", limitUnit: "USD", limitAmount: args.monthlyUsd.toFixed(1),
      costFilters: [{ name: "TagKeyValue", values: [`user:environment$${args.environment}`] }],
      notifications: [notice("ACTUAL", 80), notice("ACTUAL", 100), notice("FORECASTED", 100)],
    }, { parent: this });
    this.registerOutputs({});
  }
}
