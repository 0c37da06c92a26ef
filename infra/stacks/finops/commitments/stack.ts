import * as budgets from "@pulumi/aws/budgets";
import { environments } from "../../../estate/inventory";
import { nameOf } from "../../../estate/naming";
import { defineStack, once } from "../../../estate/stack";
import { alerts } from "../alerts/stack";

/**
 * What there always is and what is therefore worth a commitment; and two watches: on what was committed and is not used, and on
 * what is used and was not committed. Buying a plan is a person's decision, so no stack does it.
 */
export const commitments = defineStack({
  layer: "finops",
  project: "commitments",
  owner: "finops",
  dataClass: "none",
  changesWhen: "what we commit to, or when we are told that it does not fit, changes",
  targets: once("management", "us-east-1"),
  build(context) {
    const { topicArn } = context.read(alerts, "global");
    const watch = (what: "UTILIZATION" | "COVERAGE", percent: number) => new budgets.Budget(what.toLowerCase(), {
      name: nameOf("savings-plans", what.toLowerCase()), budgetType: `SAVINGS_PLANS_${what}`, timeUnit: "MONTHLY", limitUnit: "PERCENTAGE", limitAmount: percent.toFixed(1),
      costTypes: { includeCredit: false, includeDiscount: false, includeOtherSubscription: false, includeRecurring: false, includeRefund: false, includeSubscription: true, includeSupport: false, includeTax: false, includeUpfront: false, useBlended: false },
      notifications: [{ comparisonOperator: "LESS_THAN", notificationType: "ACTUAL", threshold: 100, thresholdType: "PERCENTAGE", subscriberSnsTopicArns: [topicArn] }],
    }, context.here);
    watch("UTILIZATION", 95);
    watch("COVERAGE", 60);
    return {
      steady: environments.flatMap(({ name, cluster, cockroach }) => [
        { environment: name, type: cluster.systemNodes.type, count: cluster.systemNodes.count },
        ...(cockroach ? [{ environment: name, type: cockroach.nodeType, count: cockroach.nodesPerRegion }] : []),
      ]),
    };
  },
});
