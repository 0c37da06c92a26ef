import { strict as assert } from "node:assert";
import { billColumns } from "../../components/costExports";
import { environments } from "../../estate/inventory";
import { requiredTags } from "../../estate/naming";
import { at, statementsOf, textAt } from "../../policies/reading";
import type { Essentials } from "../view";

/** Columns of the bill that a query names. */
function columnsOf(query: string): string[] {
  return [...new Set(query.match(/\b(bill|line_item|pricing|split_line_item|savings_plan)_[a-z_]+/g) ?? [])].filter((name) => name !== "line_item_usage_start_date_day");
}

function asksForKnownColumns(query: string): void {
  for (const column of columnsOf(query)) assert.ok((billColumns as readonly string[]).includes(column), `${column} is not exported`);
}

export const finopsEssentials: Essentials = {
  alerts(stack) {
    const publishers = statementsOf(stack.one("aws:sns:TopicPolicy").inputs["policy"]).flatMap(({ principals }) => principals);
    assert.deepEqual(publishers.sort(), ["budgets.amazonaws.com", "costalerts.amazonaws.com"]);
  },
  cur(stack) {
    const made = stack.one("aws:bcmdata:Export").inputs;
    assert.equal(stack.one("aws:bcmdata:Export").region, "us-east-1", "bills are written there");
    const settings = at(made, "export.dataQueries.0.tableConfigurations.COST_AND_USAGE_REPORT");
    assert.deepEqual([at(settings, "INCLUDE_SPLIT_COST_ALLOCATION_DATA"), at(settings, "INCLUDE_RESOURCES"), at(settings, "TIME_GRANULARITY")], ["TRUE", "TRUE", "HOURLY"]);
    assert.equal(textAt(made, "export.destinationConfigurations.0.s3Destinations.0.s3Bucket"), stack.one("aws:s3:Bucket").inputs["bucket"]);
    const writers = statementsOf(stack.one("aws:s3:BucketPolicy").inputs["policy"]).filter(({ effect }) => effect === "Allow");
    assert.ok(writers.every(({ conditions }) => textAt(conditions, "StringEquals.aws:SourceAccount") === "111111111111"));
  },
  athena(stack) {
    stack.has("aws:glue:Crawler", { "s3Targets.0.path": "s3://spillway-finops-bill-111111111111-us-east-1/cur2/spillway-bill/data" });
    stack.has("aws:athena:Workgroup", { "configuration.enforceWorkgroupConfiguration": true, "configuration.bytesScannedCutoffPerQuery": 10 * 1024 ** 3 });
    stack.names("aws:athena:NamedQuery", "name", ["by-namespace", "by-environment-and-service", "without-owner", "spot-saves"]);
    for (const { inputs } of stack.all("aws:athena:NamedQuery")) asksForKnownColumns(String(inputs["query"]));
  },
  quicksight(stack) {
    stack.names("aws:quicksight:DataSet", "importMode", ["SPICE", "SPICE", "SPICE"]);
    stack.count("aws:quicksight:RefreshSchedule", 3);
    for (const { inputs } of stack.all("aws:quicksight:DataSet")) {
      const query = textAt(inputs, "physicalTableMaps.0.customSql.sqlQuery");
      asksForKnownColumns(query);
      const columns = at(inputs, "physicalTableMaps.0.customSql.columns") as { name: string }[];
      for (const { name } of columns) assert.match(query, new RegExp(`AS ${name}\\b`), `${name} comes out of the query`);
    }
  },
  budgets(stack) {
    const planned = environments.filter(({ name, standbyOf }) => name === stack.stack || standbyOf === stack.stack).reduce((sum, { monthlyBudgetUsd }) => sum + monthlyBudgetUsd, 0);
    stack.has("aws:budgets:Budget", { budgetType: "COST", limitAmount: planned.toFixed(1), "costFilters.0.values": [`user:environment$${stack.stack}`] });
    const notices = stack.one("aws:budgets:Budget").inputs["notifications"] as { notificationType: string; threshold: number }[];
    assert.ok(notices.some(({ notificationType, threshold }) => notificationType === "ACTUAL" && threshold === 80));
    assert.ok(notices.some(({ notificationType }) => notificationType === "FORECASTED"));
  },
  anomaly(stack) {
    stack.names("aws:costexplorer:AnomalyMonitor", "monitorType", ["DIMENSIONAL", "CUSTOM"]);
    stack.has("aws:costexplorer:AnomalySubscription", { frequency: "IMMEDIATE", "subscribers.0.type": "SNS" });
    assert.equal((stack.one("aws:costexplorer:AnomalySubscription").inputs["monitorArnLists"] as string[]).length, 2);
  },
  "cost-tags"(stack) {
    stack.names("aws:costexplorer:CostAllocationTag", "tagKey", [...requiredTags, "aws:eks:cluster-name", "aws:eks:namespace", "aws:eks:workload-name"]);
  },
  "tag-policy"(stack) {
    stack.has("aws:organizations:Policy", { type: "TAG_POLICY" });
    const { tags } = JSON.parse(String(stack.one("aws:organizations:Policy").inputs["content"])) as { tags: Record<string, { tag_key: Record<string, string> }> };
    assert.deepEqual(Object.keys(tags).sort(), [...requiredTags].sort());
    stack.has("aws:organizations:PolicyAttachment", { targetId: "r-spil" });
  },
  commitments(stack) {
    stack.names("aws:budgets:Budget", "budgetType", ["SAVINGS_PLANS_UTILIZATION", "SAVINGS_PLANS_COVERAGE"]);
    const steady = stack.output("steady") as { count: number }[];
    assert.equal(steady.reduce((sum, { count }) => sum + count, 0), environments.reduce((sum, { cluster, cockroach }) => sum + cluster.systemNodes.count + (cockroach?.nodesPerRegion ?? 0), 0));
  },
};
