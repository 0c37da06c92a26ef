import { CostExports } from "../../../components/costExports";
import { bucketName, nameOf } from "../../../estate/naming";
import { defineStack, once } from "../../../estate/stack";

export const cur = defineStack({
  layer: "finops",
  project: "cur",
  owner: "finops",
  dataClass: "internal",
  changesWhen: "what the bill tells us changes",
  // Bills are written in us-east-1.
  targets: once("management", "us-east-1"),
  build(context) {
    const made = new CostExports("bill", {
      name: nameOf("bill"), bucketName: bucketName("finops", "bill", "management", "us-east-1"), accountId: context.accountId, region: context.target.region,
    }, context.here);
    return { bucket: made.bucket, bucketArn: made.bucketArn, path: made.path };
  },
});
