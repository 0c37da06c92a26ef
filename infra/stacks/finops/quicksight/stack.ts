import * as quicksight from "@pulumi/aws/quicksight";
import { defineStack, once } from "../../../estate/stack";
import { cost } from "../athena/stack";

interface Column { name: string; type: "STRING" | "DECIMAL" | "DATETIME" }
const set = (sql: string, ...columns: Column[]) => ({ sql, columns });
const text = (name: string): Column => ({ name, type: "STRING" });
const usd: Column = { name: "usd", type: "DECIMAL" };
const day: Column = { name: "day", type: "DATETIME" };
const dayOf = "date_trunc('day', line_item_usage_start_date)";

/** What the Cloud Intelligence Dashboards and our own reports are drawn from. */
export const dataSets = {
  "cost-by-service": set(
    `SELECT ${dayOf} AS day, resource_tags['user_environment'] AS environment, resource_tags['user_service'] AS service, resource_tags['user_team'] AS team, SUM(line_item_unblended_cost) AS usd FROM spillway_bill.data GROUP BY 1, 2, 3, 4`,
    day, text("environment"), text("service"), text("team"), usd),
  "cost-by-namespace": set(
    `SELECT ${dayOf} AS day, resource_tags['aws_eks_cluster_name'] AS cluster, resource_tags['aws_eks_namespace'] AS namespace, SUM(split_line_item_split_cost) AS usd, SUM(split_line_item_unused_cost) AS unused FROM spillway_bill.data WHERE split_line_item_parent_resource_id <> '' GROUP BY 1, 2, 3`,
    day, text("cluster"), text("namespace"), usd, { name: "unused", type: "DECIMAL" }),
  "how-it-was-bought": set(
    `SELECT ${dayOf} AS day, line_item_product_code AS product, pricing_purchase_option AS bought, SUM(line_item_unblended_cost) AS usd, SUM(pricing_public_on_demand_cost) AS list FROM spillway_bill.data GROUP BY 1, 2, 3`,
    day, text("product"), text("bought"), usd, { name: "list", type: "DECIMAL" }),
} as const;

export const dashboards = defineStack({
  layer: "finops",
  project: "quicksight",
  owner: "finops",
  dataClass: "internal",
  changesWhen: "what the cost dashboards show changes",
  targets: once("management", "us-east-1"),
  build(context) {
    const { workgroup } = context.read(cost, "global");
    const source = new quicksight.DataSource("bill", {
      dataSourceId: context.name("bill"), name: "Bill", type: "ATHENA", awsAccountId: context.accountId, parameters: { athena: { workGroup: workgroup } },
    }, context.here);
    for (const [name, { sql, columns }] of Object.entries(dataSets)) {
      new quicksight.DataSet(name, {
        dataSetId: context.name(name), name, awsAccountId: context.accountId,
        // Held in memory, so that looking costs nothing; refreshed after the crawler.
        importMode: "SPICE",
        physicalTableMaps: [{ physicalTableMapId: name, customSql: { dataSourceArn: source.arn, name, sqlQuery: sql, columns: [...columns] } }],
      }, context.here);
      new quicksight.RefreshSchedule(name, {
        dataSetId: context.name(name), scheduleId: "daily", awsAccountId: context.accountId,
        schedule: { refreshType: "FULL_REFRESH", scheduleFrequency: { interval: "DAILY", timeOfTheDay: "07:00", timezone: "Etc/UTC" } },
      }, context.here);
    }
    return { dataSets: Object.keys(dataSets) };
  },
});
